using System.Globalization;
using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;

namespace Nomad.Cli.Jobs;

/// <summary><c>job restart</c>: restarts or replaces the running allocations of a job, batch by batch.</summary>
public sealed class JobRestartCommand : Command
{
    private const int Whole = 100;

    public override string Name => "job restart";

    public override string Synopsis => "Restart or reschedule allocations for a job";

    public override string Usage => "[options] <job>";

    public override string Description => "Restarts the allocations of a job, a batch at a time: in place, or with -reschedule by stopping each and waiting for its replacement.";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <job>";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Boolean("all-tasks", "Also tasks that have ended."),
        Flag.Text("batch-size", "n|n%", "Allocations restarted at once, or a share of all. Default: 1"),
        Flag.Text("batch-wait", "duration|ask", "Pause between batches, or ask before each. Default: 0s"),
        Flag.List("group", "group", "Only this group; may be repeated."),
        Flag.List("task", "task", "Only this task; may be repeated."),
        Flag.Boolean("no-shutdown-delay", "Ignore the shutdown delays of groups and tasks. Only what is stopped has any: with -reschedule."),
        Flag.Text("on-error", "ask|fail", "What to do when an allocation of a batch cannot be restarted. Default: ask"),
        Flag.Boolean("reschedule", "Stop each allocation and wait until its replacement runs."),
        Flag.Boolean("verbose", "Full ids."),
        Flag.Boolean("yes", "Do not ask when a prefix was given."),
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        Check(call.Flags);
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
        var failures = await new RestartBatches(call, space, Pause(call.Flags.Text("batch-wait", "0s"))).RunAsync(running, BatchSize(call.Flags.Text("batch-size", "1"), running.Length));
        if (failures > 0)
            throw new CommandFailure($"Job restart finished with {failures} error{(failures == 1 ? "" : "s")}");
        call.Line("\nJob restarted successfully!");
        return 0;
    }

    private static void Check(FlagValues flags)
    {
        if (flags.Boolean("all-tasks") && flags.Has("task"))
            throw CommandFailure.Usage("The -all-tasks option cannot be used with -task");
        if (flags.Boolean("reschedule") && (flags.Has("task") || flags.Boolean("all-tasks")))
            throw CommandFailure.Usage("The -reschedule option replaces whole allocations: it cannot be used with -task or -all-tasks");
        if (flags.Text("on-error", RestartBatches.Ask) is not (RestartBatches.Ask or "fail"))
            throw CommandFailure.Usage($"Invalid -on-error value \"{flags.Text("on-error")}\": it is ask or fail");
        _ = Pause(flags.Text("batch-wait", "0s"));
    }

    /// <summary>The pause between batches; null when a person is to be asked.</summary>
    private static TimeSpan? Pause(string text) => text == RestartBatches.Ask ? null
        : Model.Duration.TryParse(text, out var pause) && pause.ToTimeSpan() >= TimeSpan.Zero ? pause.ToTimeSpan()
        : throw CommandFailure.Usage($"Invalid -batch-wait value \"{text}\": it is a duration such as 30s, or ask");

    /// <summary>A number, or a share of all, rounded up.</summary>
    internal static int BatchSize(string text, int all)
    {
        var percent = text.EndsWith('%');
        if (!int.TryParse(percent ? text[..^1] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1 || percent && number > Whole)
            throw CommandFailure.Usage($"Invalid -batch-size value \"{text}\": it must be a whole number above 0, or a percentage from 1% to 100%");
        return percent ? (all * number + Whole - 1) / Whole : number;
    }
}
