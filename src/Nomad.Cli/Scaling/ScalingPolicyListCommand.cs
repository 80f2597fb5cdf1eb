using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model;
using Nomad.Model.Jobs;
using Nomad.Model.Json;

namespace Nomad.Cli.Scaling;

/// <summary><c>scaling policy list</c>.</summary>
public sealed class ScalingPolicyListCommand : Command
{
    public override string Name => "scaling policy list";

    public override string Synopsis => "Display all scaling policies";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Text("job", "job", "Only the policies of this job."), Flag.Text("type", "type", "Only policies of this type."),
        Flag.Boolean("verbose", "Full ids."), .. JsonText.Flags,
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var wanted = string.Join('&', new[] { "job", "type" }.Where(name => call.Flags.Text(name).Length > 0)
            .Select(name => $"{name}={Uri.EscapeDataString(call.Flags.Text(name))}"));
        var policies = (await NodeStatusCommand.Asking(call, "Error listing scaling policies",
            () => call.Api.Jobs.ScalingPoliciesAsync(wanted.Length > 0 ? "?" + wanted : "", stop: call.Stop))).Value;
        if (!JsonText.Printed(call, policies, ModelJson.Default.ListOfScalingPolicyListStub))
            call.Line(policies.Count == 0 ? "No policies found" : Table(call, policies));
        return 0;
    }

    internal static string Table(CommandCall call, IReadOnlyList<ScalingPolicyListStub> policies)
    {
        var table = new ColumnTable("ID", "Enabled", "Type", "Target");
        foreach (var policy in policies)
            table.Add(call.Ids.Of(policy.ID), policy.Enabled ? "true" : "false", policy.Type, Target(policy.Target));
        return table.ToString();
    }

    /// <summary>Namespace, job and group first, as they contain each other; then what else there is.</summary>
    internal static string Target(IReadOnlyDictionary<string, string>? target)
    {
        string[] order = ["Namespace", "Job", "Group", "Task"];
        return string.Join(',', target.OrEmpty().Where(part => part.Value.Length > 0)
            .OrderBy(part => Array.IndexOf(order, part.Key) is >= 0 and var at ? at : order.Length).ThenBy(part => part.Key, StringComparer.Ordinal)
            .Select(part => $"{part.Key}:{part.Value}"));
    }
}
