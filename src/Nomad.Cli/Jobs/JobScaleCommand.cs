using System.Text.Json.Nodes;
using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Monitoring;
using Nomad.Cli.Nodes;
using Nomad.Model;

namespace Nomad.Cli.Jobs;

/// <summary><c>job scale</c>: changes how many allocations a group has.</summary>
public sealed class JobScaleCommand : Command
{
    public override string Name => "job scale";

    public override string Synopsis => "Change the count of a Nomad job group";

    public override string Usage => "[options] <job> [<group>] <count>";

    public override (int, int) Arguments => (2, 3);

    public override string ArgumentsRule => "This command requires at least two arguments and no more than three";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Boolean("detach", "Print the evaluation's id and return."), Flag.Boolean("verbose", "Full ids."),
        Flag.Number("check-index", "index", "Scale only when the job's modify index on the server is this one."),
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var countText = call.Arguments[^1];
        if (!long.TryParse(countText, out var count))
            throw new CommandFailure($"Failed to convert count string to int: strconv.Atoi: parsing \"{countText}\": invalid syntax");
        var (id, space) = await JobStatusCommand.FindIdAsync(call, call.Arguments[0], "Error listing jobs");
        var query = new Query { Namespace = space };
        var group = await GroupAsync(call, id, query);
        var request = new JsonObject { ["Target"] = new JsonObject { ["Group"] = group }, ["Count"] = count, ["Message"] = "submitted using the Nomad CLI" };
        if (call.Flags.Has("check-index"))
        {
            request["EnforceIndex"] = true;
            request["JobModifyIndex"] = call.Flags.Number("check-index");
        }
        var answer = (await NodeStatusCommand.Asking(call, "Error submitting scaling request", () => call.Api.Jobs.ScaleAsync(id, request, query, call.Stop))).Value;
        if (answer.Warnings.Length > 0)
            call.Warn($"Job Warnings:\n{answer.Warnings}\n");
        return await Followed.Async(call, answer.EvalID);
    }

    private static async Task<string> GroupAsync(CommandCall call, string id, Query query)
    {
        var job = (await NodeStatusCommand.Asking(call, "Error querying job", () => call.Api.Jobs.GetAsync(id, query, call.Stop))).Value;
        string[] groups = [.. job.TaskGroups.OrEmpty().Select(group => group.Name)];
        if (call.Arguments.Count == 3)
            return groups.Contains(call.Arguments[1]) ? call.Arguments[1] : throw new CommandFailure($"Group {call.Arguments[1]} not found within job");
        return groups.Length == 1 ? groups[0]
            : throw new CommandFailure("Group name required\nThis job has the groups " + string.Join(", ", groups));
    }
}
