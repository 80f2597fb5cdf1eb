using System.Text;
using Nomad.Jobspec.Schema;

namespace Nomad.Surface.Tests;

/// <summary>Writes <c>docs/compatibility.md</c>.</summary>
internal static class CompatibilityPage
{
    private static readonly Standing[] Standings = [Standing.Works, Standing.Refused, Standing.NotYet, Standing.Unknown];

    private const string Head = """
        # Compatibility

        What HashiCorp Nomad 2.0 and its early releases offer, item by item, and what this program does with it. The page is written by
        `tests/Nomad.Surface.Tests` from what the code declares: the command tree and its flags, the agent's route tables, the
        schema of the configuration, the tables of the job file. `NOMAD_REWRITE=1` writes it anew; the test fails when it is out of date.

        | sign | meaning |
        |---|---|
        | works | the code declares it and acts on it |
        | refused | known, but not part of this program, and said so where it is used: commands, routes and `-ui` answer with one sentence, a job's allocation with why it does not run |
        | no effect yet | read and checked, nothing follows from it, and that is said: configuration and flags by a notice in the agent's log, blocks of a job by a warning at registration and by `job validate` |
        | not yet | not declared: as for an unknown flag, route, key or attribute the usual refusal names it |

        """;

    public static string Write()
    {
        var text = new StringBuilder(Head);
        var parts = new (string Title, string What, Row[] Rows)[]
        {
            ("Commands and flags", "command", [.. CommandSurface.Rows()]),
            ("HTTP routes", "path", [.. RouteSurface.Rows()]),
            ("Agent configuration", "block", [.. ConfigurationSurface.Rows()]),
            ("Job files", "block", [.. JobSurface.Rows()]),
        };
        text.Append("\n| | works | refused | no effect yet | not yet |\n|---|--:|--:|--:|--:|\n");
        foreach (var (title, _, rows) in parts)
            text.Append($"| {title} |{string.Concat(Standings.Select(standing => $" {rows.Count(row => row.Standing == standing)} |"))}\n");
        foreach (var (title, what, rows) in parts)
        {
            text.Append($"\n## {title}\n\n| {what} | works | refused | no effect yet | not yet |\n|---|---|---|---|---|\n");
            foreach (var section in rows.GroupBy(row => row.Section).OrderBy(section => section.Key, StringComparer.Ordinal))
                text.Append($"| {(section.Key.Length == 0 ? "(top)" : $"`{section.Key}`")} |{string.Concat(Standings.Select(standing => $" {Names(section, standing)} |"))}\n");
        }
        text.Append("\n## Blocks and keys of jobs without effect\n\n| block | what becomes of it | where |\n|---|---|---|\n");
        foreach (var block in UnbuiltBlocks.All)
            text.Append($"| `{block.Name}` | {(block.IsRefused ? "refused" : "no effect yet")}: {block.Reason} | {string.Join(' ', block.Paths.Select(path => $"`{path}`"))} |\n");
        return text.ToString();
    }

    private static string Names(IEnumerable<Row> rows, Standing standing) => string.Join(' ', rows.Where(row => row.Standing == standing)
        .Select(row => row.Name.Length == 0 ? "itself" : $"`{row.Name}`").Distinct(StringComparer.Ordinal));
}
