using System.Text;

namespace Nomad.Conformance.Answers;

/// <summary>
/// Reads a table of exchanges. Form of a table:
/// <code>
/// ## section
/// PUT /v1/job/{job}/evaluate          the request; {names} are filled in before it is sent
/// &lt; {"JobID": "other"}                its body, if any
/// 400 text [index] [vary=…]           status, kind of content (text, json, plain, none, any), headers
/// &gt; JobID not same as job name        the exact body; several lines are joined by a line feed
/// . EvalID string, Index number       fields that must be there (kinds joined by "|")
/// </code>
/// </summary>
internal static class ExchangeTable
{
    private const string UsualVary = "Accept-Encoding";

    public static IReadOnlyList<ExchangeSection> Read(string file)
    {
        var sections = new List<ExchangeSection>();
        var exchanges = new List<Exchange>();
        var lines = File.ReadAllLines(file);
        for (var at = 0; at < lines.Length;)
        {
            var line = lines[at];
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                exchanges = [];
                sections.Add(new ExchangeSection(line[3..], exchanges));
                at++;
            }
            else if (line.Length == 0 || line[0] == '#')
            {
                at++;
            }
            else
            {
                exchanges.Add(ReadExchange(lines, ref at));
            }
        }
        return sections;
    }

    private static Exchange ReadExchange(string[] lines, ref int at)
    {
        var start = at + 1;
        var request = lines[at++].Split(' ', 2);
        string? body = null;
        if (lines[at].StartsWith("< ", StringComparison.Ordinal))
            body = lines[at++][2..];
        var answer = lines[at++].Split(' ', 3);
        if (answer.Length < 2 || !int.TryParse(answer[0], out var status))
            throw new FormatException($"line {at}: a status and a kind of content belong here");
        var more = answer.Length > 2 ? answer[2] : "";
        var vary = more.IndexOf("vary=", StringComparison.Ordinal);
        StringBuilder? text = null;
        var keys = new List<string>();
        for (; at < lines.Length && lines[at].Length > 0 && lines[at][0] is '>' or '.'; at++)
        {
            if (lines[at][0] == '.')
                keys.AddRange(lines[at][2..].Split(", "));
            else if (text is null)
                text = new StringBuilder(lines[at].Length > 2 ? lines[at][2..] : "");
            else
                text.Append('\n').Append(lines[at].Length > 2 ? lines[at][2..] : "");
        }
        return new Exchange(start, request[0], request[1], body, status, answer[1], more.StartsWith("index", StringComparison.Ordinal),
            vary < 0 ? UsualVary : more[(vary + 5)..], text?.ToString(), keys);
    }
}
