using System.Text.RegularExpressions;

namespace Nomad.Surface.Tests;

/// <summary>Routes of the HTTP API, read from the rows of the agent's route tables.</summary>
internal static partial class RouteSurface
{
    private static readonly HashSet<string> Declared =
        [.. Repository.Sources("src/Nomad.Agent/Http").SelectMany(text => RowPattern().Matches(text)).SelectMany(row => Methods(row.Groups[1].Value).Select(method => Key(method, row.Groups[2].Value)))];

    public static IEnumerable<Row> Rows() => Repository.List("routes.tsv").Where(cells => cells[0] != "OPTIONS")
        .Select(cells => new Row(cells[1], cells[0], Declared.Contains(Key(cells[0], cells[1])) ? Standing.Works : Standing.Unknown));

    // Names in braces differ from list to list.
    private static string Key(string method, string path) => $"{method} {BracePattern().Replace(path, "{}")}";

    private static IEnumerable<string> Methods(string verbs) => verbs.Replace("Verbs.", "", StringComparison.Ordinal).Split('|', StringSplitOptions.TrimEntries)
        .SelectMany(verb => verb == "Write" ? ["PUT", "POST"] : new[] { verb.ToUpperInvariant() });

    [GeneratedRegex("new\\((Verbs\\.\\w+(?: \\| Verbs\\.\\w+)*), \"([^\"]+)\"")]
    private static partial Regex RowPattern();

    [GeneratedRegex("\\{[^}]*\\}")]
    private static partial Regex BracePattern();
}
