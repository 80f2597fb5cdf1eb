using System.Text;
using System.Text.Json.Nodes;
using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;

namespace Nomad.Cli.Jobs;

/// <summary><c>job tag apply</c> and <c>job tag unset</c>: a name for a version of a job, which is then kept.</summary>
public sealed class JobTagCommand(bool apply) : Command
{
    public override string Name => apply ? "job tag apply" : "job tag unset";

    public override string Synopsis => apply ? "Save a job version" : "Remove a tagged job version";

    public override string Usage => "[options] -name <tag> <job>";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <job>";

    public override IReadOnlyList<Flag> Flags { get; } = apply
        ? [Flag.Text("name", "tag", "The name of the version."), Flag.Text("description", "text", "Why it is kept."), Flag.Number("version", "n", "The version. Default: the newest")]
        : [Flag.Text("name", "tag", "The name to take away.")];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var name = call.Flags.Text("name");
        if (name.Length == 0)
            throw CommandFailure.Usage("A version tag name must be provided using the -name flag");
        var (id, space) = await JobStatusCommand.FindIdAsync(call, call.Arguments[0], "Error querying job");
        var query = new Query { Namespace = space };
        var path = $"/v1/job/{Uri.EscapeDataString(id)}/versions/{Uri.EscapeDataString(name)}/tag";
        if (!apply)
        {
            await NodeStatusCommand.Asking(call, "Error removing tag from job version", () => call.Api.SendTextAsync(HttpMethod.Delete, path, null, query, call.Stop));
            call.Line($"Tag \"{name}\" removed from job \"{id}\"");
            return 0;
        }
        var version = call.Flags.Has("version") ? (ulong)call.Flags.Number("version")
            : (await NodeStatusCommand.Asking(call, "Error querying job", () => call.Api.Jobs.GetAsync(id, query, call.Stop))).Value.Version;
        var body = new JsonObject { ["Version"] = version, ["Description"] = call.Flags.Text("description") };
        await NodeStatusCommand.Asking(call, "Error tagging job version", () => call.Api.SendTextAsync(HttpMethod.Put, path, Encoding.UTF8.GetBytes(body.ToJsonString()), query, call.Stop));
        call.Line($"Job version {version} tagged with name \"{name}\"");
        return 0;
    }
}
