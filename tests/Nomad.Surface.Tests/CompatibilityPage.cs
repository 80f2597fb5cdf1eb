using System.Text;

namespace Nomad.Surface.Tests;

/// <summary>Writes <c>docs/compatibility.md</c>.</summary>
internal static class CompatibilityPage
{
    private const string Head = """
        # Compatibility

        What HashiCorp Nomad 2.0 and its early releases offer, item by item, and what this program does with it. The page is written by
        `tests/Nomad.Surface.Tests` from what the code declares: the command tree and its flags, the agent's route tables, the
        schema of the configuration, the tables of the job file. `NOMAD_REWRITE=1` writes it anew; the test fails when it is out of date.

        | sign | meaning |
        |---|---|
        | works | commands, flags, routes: the code declares it and acts on it |
        | read | configuration and job files: the key is read and checked; whether a feature stands behind it is told in the page of that feature |
        | refused | known, but not part of this program: commands answer with one sentence and exit code 1, configuration keys and `-ui` with a notice |
        | unknown | not declared: an unknown flag, route, key or attribute gets the usual refusal that names it |

        """;

    public static string Write()
    {
        var text = new StringBuilder(Head);
        var parts = new (string Title, string What, string Good, Row[] Rows)[]
        {
            ("Commands and flags", "command", "works", [.. CommandSurface.Rows()]),
            ("HTTP routes", "path", "works", [.. RouteSurface.Rows()]),
            ("Agent configuration", "block", "read", [.. ConfigurationSurface.Rows()]),
            ("Job files", "block", "read", [.. JobSurface.Rows()]),
        };
        text.Append("\n| | works or read | refused | unknown |\n|---|--:|--:|--:|\n");
        foreach (var (title, _, _, rows) in parts)
            text.Append($"| {title} | {Count(rows, Standing.Works)} | {Count(rows, Standing.Refused)} | {Count(rows, Standing.Unknown)} |\n");
        foreach (var (title, what, good, rows) in parts)
        {
            text.Append($"\n## {title}\n\n| {what} | {good} | refused | unknown |\n|---|---|---|---|\n");
            foreach (var section in rows.GroupBy(row => row.Section).OrderBy(section => section.Key, StringComparer.Ordinal))
                text.Append($"| {(section.Key.Length == 0 ? "(top)" : $"`{section.Key}`")} | {Names(section, Standing.Works)} | {Names(section, Standing.Refused)} | {Names(section, Standing.Unknown)} |\n");
        }
        return text.ToString();
    }

    private static int Count(Row[] rows, Standing standing) => rows.Count(row => row.Standing == standing);

    private static string Names(IEnumerable<Row> rows, Standing standing) => string.Join(' ', rows.Where(row => row.Standing == standing)
        .Select(row => row.Name.Length == 0 ? "itself" : $"`{row.Name}`").Distinct(StringComparer.Ordinal));
}
