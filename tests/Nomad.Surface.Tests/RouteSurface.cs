using System.Text.RegularExpressions;

namespace Nomad.Surface.Tests;

/// <summary>Routes of the HTTP API, read from the rows of the agent's route tables.</summary>
internal static partial class RouteSurface
{
    private const string Routing = "src/Nomad.Agent/Http/Routing/";

    private static readonly HashSet<string> Declared = [.. Repository.Sources("src/Nomad.Agent/Http").SelectMany(text => Keys(RowPattern(), text))];

    /// <summary>Those answered with a sentence.</summary>
    private static readonly HashSet<string> Refused = [.. Keys(UnbuiltPattern(), Repository.Read(Routing + "UnbuiltRoutes.cs"))];

    /// <summary>Paths that are refused whatever the verb, as the code writes them.</summary>
    private static readonly string DeadEnds = Repository.Read(Routing + "DeadEnds.cs");

    public static IEnumerable<Row> Rows() => Repository.List("routes.tsv").Where(cells => cells[0] != "OPTIONS").Select(cells => new Row(cells[1], cells[0], Of(cells[0], cells[1])));

    private static Standing Of(string method, string path) => Declared.Contains(Key(method, path)) ? Standing.Works
        : Refused.Contains(Key(method, path)) || Refused.Contains(Key(method, Folder(path) + "/{name}")) || DeadEnds.Contains($"\"{path}\"", StringComparison.Ordinal) || path.StartsWith("/v1/acl/", StringComparison.Ordinal) ? Standing.Refused
        : Standing.Unknown;

    private static IEnumerable<string> Keys(Regex pattern, string text) =>
        pattern.Matches(text).SelectMany(row => Methods(row.Groups[1].Value).Select(method => Key(method, row.Groups[2].Value)));

    private static string Folder(string path) => path[..path.LastIndexOf('/')];

    // Names in braces differ from list to list, and a slash at the end makes no difference.
    private static string Key(string method, string path) => $"{method} {BracePattern().Replace(path, "{}").TrimEnd('/')}";

    private static IEnumerable<string> Methods(string verbs) => verbs.Replace("Verbs.", "", StringComparison.Ordinal).Split('|', StringSplitOptions.TrimEntries)
        .SelectMany(verb => verb == "Write" ? ["PUT", "POST"] : new[] { verb.ToUpperInvariant() });

    [GeneratedRegex("new\\((Verbs\\.\\w+(?: \\| Verbs\\.\\w+)*), \"([^\"]+)\"")]
    private static partial Regex RowPattern();

    [GeneratedRegex("\\((Verbs\\.\\w+(?: \\| Verbs\\.\\w+)*), \"([^\"]+)\"\\)")]
    private static partial Regex UnbuiltPattern();

    [GeneratedRegex("\\{[^}]*\\}")]
    private static partial Regex BracePattern();
}
