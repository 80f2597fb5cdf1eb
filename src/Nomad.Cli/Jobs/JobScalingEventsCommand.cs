using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model;

namespace Nomad.Cli.Jobs;

/// <summary><c>job scaling-events</c>: who changed the counts of a job's groups, newest first.</summary>
public sealed class JobScalingEventsCommand : Command
{
    public override string Name => "job scaling-events";

    public override string Synopsis => "Display the most recent scaling events for a job";

    public override string Usage => "[options] <job>";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <job>";

    public override IReadOnlyList<Flag> Flags { get; } = [Flag.Boolean("verbose", "Messages and evaluations too.")];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var (id, space) = await JobStatusCommand.FindIdAsync(call, call.Arguments[0], "Error listing jobs");
        var status = (await NodeStatusCommand.Asking(call, "Error listing scaling events",
            () => call.Api.Jobs.ScaleStatusAsync(id, new Query { Namespace = space }, call.Stop))).Value;
        var events = status.TaskGroups.OrEmpty().SelectMany(group => group.Value.Events.OrEmpty().Select(entry => (Group: group.Key, Event: entry)))
            .OrderByDescending(row => row.Event.Time).ToArray();
        if (events.Length == 0)
        {
            call.Line("No events found");
            return 0;
        }
        var table = call.Verbose ? new ColumnTable("Task Group", "Count", "PrevCount", "Error", "Message", "Eval ID", "Date")
            : new ColumnTable("Task Group", "Count", "PrevCount", "Date");
        foreach (var (group, entry) in events)
        {
            string[] start = [group, entry.Count?.ToString() ?? "", entry.PreviousCount.ToString()];
            string[] more = call.Verbose ? [entry.Error ? "true" : "false", entry.Message, entry.EvalID ?? ""] : [];
            table.Add([.. start, .. more, TimeText.Absolute(TimeText.FromUnixNanoseconds(entry.Time))]);
        }
        call.Line(table.ToString());
        return 0;
    }
}
