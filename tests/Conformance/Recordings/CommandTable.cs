using System.Text;

namespace Nomad.Conformance.Recordings;

/// <summary>
/// Reads a table of recorded commands. Form of a row:
/// <code>
/// ## 052-job-status-one
/// ! wait TEXT: nomad …           steps before it
/// $ nomad job status web
/// what was printed
/// --- stderr
/// what was printed there
/// --- exit 0
/// </code>
/// </summary>
internal static class CommandTable
{
    public static IReadOnlyList<RecordedCommand> Read(string file)
    {
        var rows = new List<RecordedCommand>();
        var lines = File.ReadAllText(file).Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            if (lines[at].StartsWith("## ", StringComparison.Ordinal))
                rows.Add(ReadRow(lines, ref at));
        }
        return rows;
    }

    private static RecordedCommand ReadRow(string[] lines, ref int at)
    {
        var name = lines[at++][3..];
        var before = new List<string>();
        for (; lines[at].StartsWith("! ", StringComparison.Ordinal); at++)
            before.Add(lines[at][2..]);
        var line = lines[at++][2..];
        var (output, error) = (new StringBuilder(), new StringBuilder());
        var current = output;
        for (; !lines[at].StartsWith("--- exit ", StringComparison.Ordinal); at++)
        {
            if (lines[at] == "--- stderr")
                current = error;
            else if (lines[at] is not ("--- stdout has no final newline" or "--- stderr has no final newline"))
                current.Append(lines[at]).Append('\n');
        }
        return new RecordedCommand(name, before, line, output.ToString(), error.ToString(), lines[at]["--- exit ".Length..]);
    }
}
