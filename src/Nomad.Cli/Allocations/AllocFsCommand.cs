using System.Globalization;
using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model.Streams;

namespace Nomad.Cli.Allocations;

/// <summary><c>alloc fs</c>: the files of an allocation: a folder's list, a file's content, or facts about either.</summary>
/// <param name="facts">Always the facts, as the old <c>fs stat</c>.</param>
public sealed class AllocFsCommand(bool facts = false) : Command
{
    private const int UsualLines = 10;

    public override string Name => "alloc fs";

    public override string Synopsis => "Inspect the contents of an allocation directory";

    public override string Usage => "[options] <allocation> <path>";

    public override string Description => "Displays either the contents of an allocation directory for the passed allocation, or displays the file at the given path. " +
        "The path is relative to the root of the alloc dir and defaults to root if unspecified.";

    public override (int, int) Arguments => (1, 2);

    public override string ArgumentsRule => "This command takes one or two arguments: <allocation> [<path>]";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Boolean("H", "Sizes in bytes and times in full, for programs."),
        Flag.Boolean("verbose", "Full ids."),
        Flag.Boolean("job", "The argument is a job; any of its allocations will do."),
        Flag.Text("group", "group", "With -job: only allocations of this group."),
        Flag.Boolean("stat", "Facts about the file instead of its content."),
        Flag.Boolean("f", "Go on as more is written."),
        Flag.Boolean("tail", "Start near the end; ten lines when -n and -c are not given."),
        Flag.Number("n", "lines", "Start this many lines before the end."),
        Flag.Number("c", "bytes", "Start this many bytes before the end."),
    ];

    public override bool EndsAtInterrupt => true;

    public override async Task<int> RunAsync(CommandCall call)
    {
        if (call.Flags.Has("n") && call.Flags.Has("c"))
            throw new CommandFailure("Both -n and -c are not allowed");
        var path = call.Arguments.ElementAtOrDefault(1) ?? "/";
        var allocation = await AllocationSelection.AllocationAsync(call);
        var file = await FactsAsync(call, allocation.ID, path);
        if (facts || call.Flags.Boolean("stat"))
        {
            call.Line(new ColumnTable("Mode", "Size", "Modified Time", "Content Type", "Name")
                .Add(file.FileMode, Amount(call, file), Time(file), file.ContentType, file.Name).ToString());
            return 0;
        }
        return file.IsDir ? await ListAsync(call, allocation.ID, path) : await ShowAsync(call, allocation.ID, path);
    }

    private static async Task<int> ListAsync(CommandCall call, string id, string path)
    {
        var files = (await NodeStatusCommand.Asking(call, "Error listing alloc dir", () => call.Api.Allocations.ListFilesAsync(id, path, stop: call.Stop))).Value;
        var table = new ColumnTable("Mode", "Size", "Modified Time", "Name");
        foreach (var file in files)
            table.Add(file.FileMode, Amount(call, file), Time(file), file.Name + (file.IsDir ? "/" : ""));
        call.Line(table.ToString());
        return 0;
    }

    private static async Task<int> ShowAsync(CommandCall call, string id, string path)
    {
        var flags = call.Flags;
        await using var output = call.Terminal.OpenOutput();
        if (!flags.Boolean("f") && !flags.Boolean("tail") && !flags.Has("n") && !flags.Has("c"))
            return await AllocLogsCommand.CopyAsync(call, () => call.Api.Allocations.CatAsync(id, path, stop: call.Stop), output, -1);
        var lines = flags.Number("n", flags.Has("c") ? -1 : UsualLines);
        var position = new StreamPosition("end", flags.Has("c") ? flags.Number("c") : lines * AllocLogsCommand.BytesPerLine, flags.Boolean("f"));
        return await AllocLogsCommand.CopyAsync(call, () => call.Api.Allocations.StreamFileAsync(id, path, position, stop: call.Stop), output, lines);
    }

    private static string Amount(CommandCall call, AllocFileInfo file) =>
        call.Flags.Boolean("H") ? file.Size.ToString(CultureInfo.InvariantCulture) : Size.Bytes(file.Size);

    private static string Time(AllocFileInfo file) => TimeText.OfTask(file.ModTime.ToUniversalTime());

    // What the agent says is the whole message: it names the path.
    private static async Task<AllocFileInfo> FactsAsync(CommandCall call, string allocation, string path)
    {
        try
        {
            return (await call.Api.Allocations.StatFileAsync(allocation, path, stop: call.Stop)).Value;
        }
        catch (Exception problem) when (problem is NomadApiException or NomadConnectionException)
        {
            throw new CommandFailure(problem.Message);
        }
    }
}
