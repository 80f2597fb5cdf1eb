using System.Text.Json.Nodes;
using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model;
using Nomad.Model.Json;

namespace Nomad.Cli.Scaling;

/// <summary><c>scaling policy info</c>.</summary>
public sealed class ScalingPolicyInfoCommand : Command
{
    private static readonly SelectionWords Words = new("Scaling policy ID", "scaling policies", "Error querying scaling policy");

    public override string Name => "scaling policy info";

    public override string Synopsis => "Display an individual Nomad scaling policy";

    public override string Usage => "[options] <policy_id>";

    public override (int, int) Arguments => (0, 1);

    public override string ArgumentsRule => "This command takes one argument: <policy_id>";

    public override IReadOnlyList<Flag> Flags { get; } = [Flag.Boolean("verbose", "Full ids."), .. JsonText.Flags];

    public override async Task<int> RunAsync(CommandCall call)
    {
        if (call.Arguments.Count == 0)
            return await AllAsync(call);
        var found = await Selection.OneAsync(call.Arguments[0], Words,
            async prefix => (await call.Api.Jobs.ScalingPoliciesAsync("", new Query { Prefix = prefix }, call.Stop)).Value, candidate => candidate.ID,
            several => call.Terminal.Error.WriteLine("Prefix matched multiple scaling policies\n\n" + ScalingPolicyListCommand.Table(call, several)));
        var policy = (await NodeStatusCommand.Asking(call, "Error querying scaling policy", () => call.Api.Jobs.ScalingPolicyAsync(found.ID, stop: call.Stop))).Value;
        if (JsonText.Printed(call, policy, ModelJson.Default.ScalingPolicy))
            return 0;
        call.Line(new KeyValues().Add("ID", call.Ids.Of(policy.ID)).Add("Enabled", policy.Enabled ? "true" : "false")
            .Add("Target", ScalingPolicyListCommand.Target(policy.Target)).Add("Min", policy.Min.ToString()).Add("Max", policy.Max.ToString()).ToString());
        var parts = new JsonObject(policy.Policy.OrEmpty().OrderBy(part => part.Key, StringComparer.Ordinal)
            .Select(part => KeyValuePair.Create(part.Key, JsonNode.Parse(part.Value.GetRawText()))));
        call.Line("\nPolicy:\n" + JsonText.Of(parts, ModelJson.Default.JsonObject));
        return 0;
    }

    // Without an id there is something to say only for those who asked for the objects.
    private static async Task<int> AllAsync(CommandCall call)
    {
        if (!call.Flags.Boolean("json") && call.Flags.Text("t").Length == 0)
            throw CommandFailure.Usage("This command takes one argument: <policy_id>");
        var policies = (await NodeStatusCommand.Asking(call, "Error listing scaling policies", () => call.Api.Jobs.ScalingPoliciesAsync(stop: call.Stop))).Value;
        JsonText.Printed(call, policies, ModelJson.Default.ListOfScalingPolicyListStub);
        return 0;
    }
}
