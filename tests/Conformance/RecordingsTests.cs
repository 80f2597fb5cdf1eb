using Nomad.Conformance.Recordings;

namespace Nomad.Conformance;

/// <summary>No recording is forgotten: each is in a table, each row has a verdict, and each that differs says why and what it is instead.</summary>
public sealed class RecordingsTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Recordings");

    private readonly IReadOnlyDictionary<string, Verdict> verdicts = Verdict.Read(Path.Combine(Folder, "verdicts.txt"));

    private readonly string[] commands = [.. Tables("commands-").SelectMany(CommandTable.Read).Select(row => "cli " + row.Name)];

    private readonly string[] requests = [.. Tables("requests").SelectMany(RequestTable.Read).Select(row => "api " + row.Name)];

    [Fact]
    public void Every_recording_is_compared()
    {
        var recorded = File.ReadLines(Path.Combine(Folder, "recordings.txt")).Where(line => line.Length > 0 && line[0] != '#').ToArray();
        Assert.Equal(940, recorded.Length);
        Assert.Equal(recorded.Order(StringComparer.Ordinal), commands.Concat(requests).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_row_has_a_verdict_and_every_verdict_a_row() =>
        Assert.Equal(commands.Concat(requests).Order(StringComparer.Ordinal), verdicts.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void What_differs_says_what_it_is_instead()
    {
        var later = CommandTable.Read(Path.Combine(Folder, Verdict.LaterCommands)).Select(row => "cli " + row.Name)
            .Concat(RequestTable.Read(Path.Combine(Folder, Verdict.LaterRequests)).Select(row => "api " + row.Name)).Order(StringComparer.Ordinal);
        Assert.Equal(verdicts.Values.Where(verdict => verdict.Kind == Verdict.Differs).Select(verdict => verdict.Row).Order(StringComparer.Ordinal), later);
    }

    private static IEnumerable<string> Tables(string start) => Directory.GetFiles(Folder, start + "*.txt")
        .Where(file => Path.GetFileName(file) is not (Verdict.LaterCommands or Verdict.LaterRequests)).Order(StringComparer.Ordinal);
}
