using System.Text.Json;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Model.Json;
using Nomad.Model.Quotas;

namespace Nomad.Cli.Quotas;

/// <summary><c>quota apply</c>: makes or changes a quota from a file.</summary>
public sealed class QuotaApplyCommand : Command
{
    public override string Name => "quota apply";

    public override string Synopsis => "Create or update a quota specification";

    public override string Usage => "[options] <file>";

    public override string Description => "Reads a quota from a file, or with \"-\" from standard input. \"nomad quota init\" writes an example.";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <file>";

    public override IReadOnlyList<Flag> Flags { get; } = [Flag.Boolean("json", "The file is JSON.")];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var text = SpecFile.Read(call, call.Arguments[0]);
        var quota = call.Flags.Boolean("json") || text.TrimStart().StartsWith('{') ? FromJson(text) : QuotaFile.Read(call.Arguments[0], text);
        var body = JsonSerializer.SerializeToUtf8Bytes(quota, ModelJson.Default.QuotaSpec);
        await NodeStatusCommand.Asking(call, "Error applying quota specification", () => call.Api.SendTextAsync(HttpMethod.Put, "/v1/quota", body, null, call.Stop));
        call.Line($"Successfully applied quota specification \"{quota.Name}\"!");
        return 0;
    }

    private static QuotaSpec FromJson(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ModelJson.Default.QuotaSpec) is { Name.Length: > 0 } quota ? quota
                : throw new CommandFailure("Error parsing input: the quota has no \"Name\"");
        }
        catch (JsonException problem)
        {
            throw new CommandFailure($"Error parsing input: {problem.Message}");
        }
    }
}
