using System.Text.Json;
using System.Text.RegularExpressions;

namespace Nomad.Conformance.Recordings;

/// <summary>
/// Compares two printed texts paragraph by paragraph. Lines of a paragraph may come in any order; cells are as wide as they need to be;
/// what differs from run to run (ids, times, indexes, usage) is masked, and ids must stand for each other throughout.
/// </summary>
internal static partial class TextShape
{
    private const string ReducedHelp = "[help text reduced to usage line and names]";
    private const int MostShown = 12;

    public static List<string> Compare(string recorded, string live, Identities ids)
    {
        if (recorded.Contains(ReducedHelp, StringComparison.Ordinal))
            return CompareHelp(recorded, live);
        if (recorded.StartsWith('{') || recorded.StartsWith('['))
            return CompareJson(recorded, live, ids);
        return CompareParts(recorded, live, ids);
    }

    private static List<string> CompareParts(string recorded, string live, Identities ids)
    {
        LearnFromMonitor(recorded, live, ids);
        var problems = new List<string>();
        var (left, right) = (Paragraphs(recorded), Paragraphs(live));
        if (left.Count != right.Count)
        {
            // Lines are compared all the same: they say what is missing.
            left = [[.. left.SelectMany(lines => lines)]];
            right = [[.. right.SelectMany(lines => lines)]];
            problems.Add("other paragraphs");
        }
        foreach (var (mine, theirs) in left.Zip(right))
            CompareLines(mine, [.. theirs], ids, problems);
        return problems.Count <= MostShown ? problems : [.. problems.Take(MostShown), $"… {problems.Count} in all"];
    }

    private static void CompareLines(List<string> recorded, List<string> live, Identities ids, List<string> problems)
    {
        foreach (var line in recorded)
        {
            var at = live.FindIndex(candidate => ids.Same(line, candidate));
            if (at < 0)
                problems.Add($"- {line}");
            else
                live.RemoveAt(at);
        }
        problems.AddRange(live.Select(line => $"+ {line}"));
    }

    private static List<string> CompareJson(string recorded, string live, Identities ids)
    {
        try
        {
            using var left = JsonDocument.Parse(recorded);
            using var right = JsonDocument.Parse(live);
            return new JsonShape(new HashSet<string>(), null).Compare(left.RootElement, right.RootElement, ids);
        }
        catch (JsonException)
        {
            return CompareParts(recorded, live, ids);
        }
    }

    /// <summary>Help is kept as its usage line and the names in it: they must be in the help of today.</summary>
    private static List<string> CompareHelp(string recorded, string live)
    {
        var problems = new List<string>();
        foreach (var line in recorded.Split('\n').Where(line => line.Length > 0 && line != ReducedHelp))
        {
            var found = line.StartsWith("  ", StringComparison.Ordinal)
                ? Regex.IsMatch(live, $@"(?m)^ +{Regex.Escape(line.Trim().Split('=', '<', ' ')[0])}\b")
                : live.Contains(line, StringComparison.Ordinal);
            if (!found)
                problems.Add($"- {line}");
        }
        return problems;
    }

    private static List<List<string>> Paragraphs(string text)
    {
        var paragraphs = new List<List<string>> { new() };
        foreach (var line in Normal(text).Split('\n'))
        {
            if (line.Trim().Length > 0)
                paragraphs[^1].Add(line);
            else if (paragraphs[^1].Count > 0)
                paragraphs.Add([]);
        }
        paragraphs.RemoveAll(lines => lines.Count == 0);
        return paragraphs;
    }

    private static string Normal(string text)
    {
        text = Escapes().Replace(text, "");
        text = LogLine().Replace(text, "<log>");
        text = Spinner().Replace(text, "");
        text = Moment().Replace(text, "<time>");
        text = Ago().Replace(text, "$1<ago>");
        text = Index().Replace(text, "$1<index>");
        text = Usage().Replace(text, "<used>/$1");
        text = Span().Replace(text, "$1<span>");
        text = Port().Replace(text, "$1<port>");
        text = Key().Replace(text, "<key>");
        text = Version().Replace(text, "<version>");
        if (text.Contains(": Monitoring evaluation \"", StringComparison.Ordinal))
            text = Monitored(text);
        text = Blanks().Replace(text, "  ");
        text = Labels().Replace(text, " = ");
        return TrailingBlanks().Replace(text, "");
    }

    /// <summary>Which allocations were made is said by a monitor alone, in any order and among other lines.</summary>
    private static void LearnFromMonitor(string recorded, string live, Identities ids)
    {
        var rest = Made().Matches(live).Select(match => match.Groups[1].Value).ToList();
        foreach (var line in Made().Matches(recorded).Select(match => match.Groups[1].Value))
        {
            if (rest.FindIndex(candidate => ids.Same(line, candidate)) is >= 0 and var at)
                rest.RemoveAt(at);
        }
    }

    /// <summary>Of a monitor counts what was said, not how often, and of a deployment how it ended.</summary>
    private static string Monitored(string text)
    {
        var lines = text.Split('\n');
        var said = new HashSet<string>(StringComparer.Ordinal);
        var last = Array.FindLastIndex(lines, line => line.Trim() == "<time>" || line.TrimStart().StartsWith("ID          = ", StringComparison.Ordinal));
        var first = Array.FindIndex(lines, line => line.Trim() == "<time>");
        var kept = lines.Where((line, at) => (first < 0 || at < first || at >= last) && line.Trim() != "<time>"
            && !StatusChange().IsMatch(line) && (!line.Contains("<time>: ", StringComparison.Ordinal) || said.Add(line)));
        return string.Join('\n', kept);
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d| \+0000 UTC)")]
    private static partial Regex Moment();

    [GeneratedRegex(@"(?<![\w-])()(\d+(y|mo|d|h|m|s))+ (ago|from now)\b")]
    private static partial Regex Ago();

    [GeneratedRegex(@"(Job Modify Index: |-check-index |Index *= )\d+")]
    private static partial Regex Index();

    [GeneratedRegex(@"\b[\d.]+(?: [KMGT]?i?B)?/([\d.]+ (?:MHz|[KMGT]iB|B))")]
    private static partial Regex Usage();

    [GeneratedRegex(@"(restarting in |heartbeat_ttl += |Allocation Time += |duration=)[\d.]+\w*")]
    private static partial Regex Span();

    [GeneratedRegex(@"(:)(?:2\d{4}|3[01]\d{3})\b")]
    private static partial Regex Port();

    [GeneratedRegex(@"(?<![\w+/])[A-Za-z0-9+/]{43}=(?![\w=])")]
    private static partial Regex Key();

    // The program's own number and revision.
    [GeneratedRegex(@"(?<=Nomad v|Version: |\s)(1\.1\.2|2\.0\.0)\b( \([0-9a-f]{40}\))?")]
    private static partial Regex Version();

    [GeneratedRegex(@"\x1b\[[0-9;]*[A-Za-z]|\r")]
    private static partial Regex Escapes();

    // Of a log only counts that there is one.
    [GeneratedRegex(@"(?m)(^(\d{4}-\d\d-\d\dT[^ ]+ \[[A-Z]+\]|\{""@level"").*\n?)+")]
    private static partial Regex LogLine();

    [GeneratedRegex(@"Allocation ""\w+"" (status changed|created|modified)|Evaluation within deployment")]
    private static partial Regex StatusChange();

    [GeneratedRegex(@"(Allocation ""\w+"" (?:created|modified): node ""\w+"", group ""[^""]+"")")]
    private static partial Regex Made();

    [GeneratedRegex(@"(?m)^ *[\u2800-\u28ff✓!] .*\n?")]
    private static partial Regex Spinner();

    [GeneratedRegex(@"(?<=\S) {2,}(?=\S)")]
    private static partial Regex Blanks();

    [GeneratedRegex(@" +=(?= )\s?")]
    private static partial Regex Labels();

    [GeneratedRegex(@"(?m) +$")]
    private static partial Regex TrailingBlanks();
}
