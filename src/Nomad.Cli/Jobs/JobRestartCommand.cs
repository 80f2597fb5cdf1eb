using System.Globalization;
using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model;
using Nomad.Model.Allocations;

namespace Nomad.Cli.Jobs;

/// <summary><c>job restart</c>: restarts the running allocations of a job in place, batch by batch.</summary>
public sealed class JobRestartCommand : Command
{
    private const int Whole = 100;

    public override string Name => "job restart";

    public override string Synopsis => "Restart or reschedule allocations for a job";

    public override string Usage => "[options] <job>";

    public override string Description => "Restarts the allocations of a job in place, a batch at a time. The first allocation that cannot be restarted ends the command.";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <job>";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Boolean("all-tasks", "Also tasks that have ended."),
        Flag.Text("batch-size", "n|n%", "Allocations restarted at once, or a share of all. Default: 1"),
        Flag.Duration("batch-wait", "duration", "Pause between batches. Default: 0s"),
        Flag.List("group", "group", "Only this group; may be repeated."),
        Flag.List("task", "task", "Only this task; may be repeated."),
        Flag.Boolean("verbose", "Full ids."),
        Flag.Boolean("yes", "Do not ask when a prefix was given."),
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        if (call.Flags.Boolean("all-tasks") && call.Flags.Has("task"))
            throw CommandFailure.Usage("The -all-tasks option cannot be used with -task");
        var (id, space) = await JobStatusCommand.FindIdAsync(call, call.Arguments[0], "Error querying job");
        if (id != call.Arguments[0] && !call.Flags.Boolean("yes") && !Confirmation.Asked(call, $"Are you sure you want to restart job \"{id}\"? [y/N]", "Cancelling job restart", out var code))
            return code;
        var groups = call.Flags.List("group");
        var running = (await NodeStatusCommand.Asking(call, "Error querying job allocations", () => call.Api.Jobs.AllocationsAsync(id, false, new Query { Namespace = space }, call.Stop)))
            .Value.Where(a => a.ClientStatus == "running" && (groups.Count == 0 || groups.Contains(a.TaskGroup))).ToArray();
        if (running.Length == 0)
        {
            call.Line("No allocations to restart");
            return 0;
        }
        await RestartAsync(call, running, BatchSize(call.Flags.Text("batch-size", "1"), running.Length));
        call.Line($"{Now(call)}: Finished job restart");
        call.Line("\nJob restarted successfully!");
        return 0;
    }

    private static async Task RestartAsync(CommandCall call, AllocListStub[] running, int size)
    {
        call.Line($"{Now(call)}: Restarting {Count(running.Length)}");
        var batches = running.Chunk(size).ToArray();
        for (var i = 0; i < batches.Length; i++)
        {
            if (i > 0)
                await Task.Delay(call.Flags.Duration("batch-wait"), call.Time, call.Stop);
            call.Line($"{Now(call)}: Restarting {Ordinal(i + 1)} batch of {Count(batches[i].Length)}");
            await Task.WhenAll(batches[i].Select(allocation => RestartAsync(call, allocation)));
        }
    }

    private static async Task RestartAsync(CommandCall call, AllocListStub allocation)
    {
        var tasks = call.Flags.List("task");
        if (tasks.Count > 0)
            tasks = [.. tasks.Where(allocation.TaskStates.OrEmpty().ContainsKey)];
        foreach (var task in call.Flags.Has("task") ? tasks : [""])
        {
            call.Line($"    {TimeText.OfTask(call.Time.GetLocalNow())}: Restarting {(task.Length > 0 ? $"task \"{task}\" in " : "")}allocation \"{call.Ids.Of(allocation.ID)}\" for group \"{allocation.TaskGroup}\"");
            try
            {
                await call.Api.Allocations.RestartAsync(allocation.ID, task, call.Flags.Boolean("all-tasks"), call.Stop);
            }
            catch (Exception problem) when (problem is NomadApiException or NomadConnectionException)
            {
                throw new CommandFailure($"Error restarting allocation \"{call.Ids.Of(allocation.ID)}\": {problem.Message}");
            }
        }
    }

    /// <summary>A number, or a share of all, rounded up.</summary>
    internal static int BatchSize(string text, int all)
    {
        var percent = text.EndsWith('%');
        if (!int.TryParse(percent ? text[..^1] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1 || percent && number > Whole)
            throw CommandFailure.Usage($"Invalid -batch-size value \"{text}\": it must be a whole number above 0, or a percentage from 1% to 100%");
        return percent ? (all * number + Whole - 1) / Whole : number;
    }

    internal static string Ordinal(int number) => (number % 100, number % 10) switch
    {
        (11 or 12 or 13, _) => number + "th",
        (_, 1) => number + "st",
        (_, 2) => number + "nd",
        (_, 3) => number + "rd",
        _ => number + "th",
    };

    private static string Count(int number) => $"{number} allocation{(number == 1 ? "" : "s")}";

    private static string Now(CommandCall call) => call.Paint.Bold("==> ") + TimeText.OfTask(call.Time.GetLocalNow());
}
