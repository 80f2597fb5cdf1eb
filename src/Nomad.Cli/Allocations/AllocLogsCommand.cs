using Nomad.Api;
using Nomad.Cli.Invocation;

namespace Nomad.Cli.Allocations;

/// <summary><c>alloc logs</c>: what a task printed, or prints.</summary>
public sealed class AllocLogsCommand : Command
{
    /// <summary>How long a line is taken to be when only a number of lines is known.</summary>
    internal const int BytesPerLine = 120;

    private const int UsualLines = 10;

    public override string Name => "alloc logs";

    public override string Synopsis => "Streams the logs of a task.";

    public override string Usage => "[options] <allocation> <task>";

    public override string Description => "Streams the stdout/stderr of the given allocation and task.";

    public override (int, int) Arguments => (1, 2);

    public override string ArgumentsRule => "This command takes one or two arguments: <allocation> [<task>]";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Boolean("stdout", "Standard output (the usual)."),
        Flag.Boolean("stderr", "Standard error."),
        Flag.Boolean("verbose", "Full ids."),
        Flag.Text("task", "task", "The task to read."),
        Flag.Text("group", "group", "With -job: only allocations of this group."),
        Flag.Boolean("job", "The argument is a job; any of its allocations will do."),
        Flag.Boolean("f", "Go on as more is printed."),
        Flag.Boolean("tail", "Start near the end; ten lines when -n and -c are not given."),
        Flag.Number("n", "lines", "Start this many lines before the end."),
        Flag.Number("c", "bytes", "Start this many bytes before the end."),
    ];

    public override bool EndsAtInterrupt => true;

    public override async Task<int> RunAsync(CommandCall call)
    {
        var flags = call.Flags;
        if (flags.Has("n") && flags.Has("c"))
            throw new CommandFailure("Both -n and -c set");
        if (flags.Boolean("stdout") && flags.Boolean("stderr"))
            throw new CommandFailure("Both -stdout and -stderr set: choose one, or -f for both");
        var allocation = await AllocationSelection.AllocationAsync(call);
        var task = AllocationSelection.Task(call, allocation, call.Arguments.ElementAtOrDefault(1), "Failed to validate task: ");
        var tail = flags.Boolean("tail") || flags.Has("n") || flags.Has("c");
        if (flags.Boolean("f") && !tail && !flags.Boolean("stdout") && !flags.Boolean("stderr"))
            return await BothAsync(call, allocation.ID, task);
        var lines = flags.Number("n", tail && !flags.Has("c") ? UsualLines : -1);
        var bytes = flags.Has("c") ? flags.Number("c") : lines * BytesPerLine;
        var position = tail ? new StreamPosition("end", Math.Max(0, bytes), flags.Boolean("f")) : new StreamPosition("start", 0, flags.Boolean("f"));
        await using var output = call.Terminal.OpenOutput();
        return await CopyAsync(call, () => call.Api.Allocations.LogsAsync(allocation.ID, task, flags.Boolean("stderr") ? "stderr" : "stdout", position, stop: call.Stop),
            output, tail && !flags.Has("c") ? lines : -1);
    }

    /// <summary>Copies a stream to the end or until Ctrl-C; with <paramref name="lines"/> ≥ 0 only the last lines that are there at first.</summary>
    internal static async Task<int> CopyAsync(CommandCall call, Func<Task<Stream>> open, Stream output, long lines)
    {
        try
        {
            await using var stream = await open();
            if (lines >= 0)
                await LastLines.CopyAsync(stream, output, lines, call.Flags.Boolean("f"), call.Stop);
            else
                await LastLines.CopyAllAsync(stream, output, call.Stop);
            return 0;
        }
        catch (Exception problem) when (problem is NomadApiException or NomadConnectionException)
        {
            throw new CommandFailure($"Error reading file: {problem.Message}");
        }
        catch (OperationCanceledException) when (call.Stop.IsCancellationRequested)
        {
            return 0;
        }
    }

    private static async Task<int> BothAsync(CommandCall call, string id, string task)
    {
        await using var output = call.Terminal.OpenOutput();
        await using var error = call.Terminal.OpenError();
        var end = new StreamPosition("end", 0, true);
        await Task.WhenAll(
            CopyAsync(call, () => call.Api.Allocations.LogsAsync(id, task, "stdout", end, stop: call.Stop), output, -1),
            CopyAsync(call, () => call.Api.Allocations.LogsAsync(id, task, "stderr", end, stop: call.Stop), error, -1));
        return 0;
    }
}
