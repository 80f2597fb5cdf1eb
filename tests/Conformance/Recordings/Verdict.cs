using System.Text;

namespace Nomad.Conformance.Recordings;

/// <summary>What a table says of one recorded row: <see cref="Same"/>, <see cref="Differs"/> (release 2.0 is different) or <see cref="NotYet"/>.</summary>
internal sealed record Verdict(string Row, string Kind, string Why)
{
    public const string Same = "same";
    public const string Differs = "differs";
    public const string NotYet = "not yet";

    /// <summary>Tables of what release 2.0 says in place of the recording, for each row that differs.</summary>
    public const string LaterCommands = "commands-2.0.txt";
    public const string LaterRequests = "requests-2.0.txt";

    /// <summary>Reads lines of the form <c>NAME  same</c>, <c>NAME  differs: WHY</c>, <c>NAME  not yet: WHICH</c>.</summary>
    public static IReadOnlyDictionary<string, Verdict> Read(string file)
    {
        var verdicts = new Dictionary<string, Verdict>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(file).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var parts = line.Split("  ", 2, StringSplitOptions.TrimEntries);
            var kinds = parts[^1].Split(": ", 2);
            var verdict = new Verdict(parts[0], kinds[0], kinds.Length > 1 ? kinds[1] : "");
            if (verdict.Kind is not (Same or Differs or NotYet) || verdict.Kind != Same && verdict.Why.Length == 0)
                throw new FormatException($"{file}: \"{line}\" is no verdict: same, differs: WHY, or not yet: WHICH");
            verdicts.Add(verdict.Row, verdict);
        }
        return verdicts;
    }

    /// <summary>Adds to a report what is not as the verdict says.</summary>
    public static void Judge(Verdict? verdict, string row, string what, IReadOnlyList<string> problems, StringBuilder report, bool hasGolden = false)
    {
        var wrong = verdict switch
        {
            null => "has no verdict",
            { Kind: Same } when problems.Count > 0 => "is not the same",
            { Kind: Differs } when hasGolden => problems.Count > 0 ? "is not what 2.0 prints" : null,
            { Kind: not Same } when problems.Count == 0 => $"is the same now, its verdict is {verdict.Kind}",
            _ => null,
        };
        if (wrong is not null)
            report.Append($"{row} {wrong}: {what}\n").AppendJoin("", problems.Select(problem => $"    {problem}\n"));
    }
}
