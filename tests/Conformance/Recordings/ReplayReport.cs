using System.Text;

namespace Nomad.Conformance.Recordings;

/// <summary>
/// What came of the rows of one table. With NOMAD_REWRITE=1 all that was seen is written beside what differed, into the temporary folder: from
/// there rows go into the tables of release 2.0, once somebody has looked at them.
/// </summary>
internal sealed class ReplayReport(string table)
{
    private readonly StringBuilder wrong = new();
    private readonly StringBuilder seen = new();
    private readonly StringBuilder differences = new();

    /// <param name="verdict">Of the row; null when it has none.</param>
    /// <param name="row">Its name in the list of verdicts.</param>
    /// <param name="what">What was typed or sent.</param>
    /// <param name="problems">What differs from what was recorded, or from what release 2.0 says.</param>
    /// <param name="output">What was seen, as a row of a table.</param>
    /// <param name="hasGolden">It was compared with release 2.0.</param>
    public void Add(Verdict? verdict, string row, string what, IReadOnlyList<string> problems, string output, bool hasGolden)
    {
        Verdict.Judge(verdict, row, what, problems, wrong, hasGolden);
        seen.Append(output);
        differences.Append($"{row}  {verdict?.Kind}{(hasGolden ? " golden" : "")}: {what}\n").AppendJoin("", problems.Select(problem => $"    {problem}\n"));
        if (Environment.GetEnvironmentVariable("NOMAD_REWRITE") != "1")
            return;
        Write("wrong", wrong);
        Write("seen", seen);
        Write("differences", differences);
    }

    public void End() => Assert.True(wrong.Length == 0, wrong.ToString());

    private void Write(string kind, StringBuilder text) => File.WriteAllText(Path.Combine(Path.GetTempPath(), $"nomad-recordings-{kind}-{table}"), text.ToString());
}
