using System.Text.Json;

namespace Nomad.Conformance.Recordings;

/// <summary>
/// Reads a table of recorded requests. Form of a row:
/// <code>
/// ## 034-register
/// ! wait /v1/jobs "ID":"web"     steps before it
/// PUT /v1/jobs
/// + X-Nomad-Token: …             its headers
/// &lt; {…}                        its body as JSON; &lt;" "…" as text in quotes
/// 200 application/json index leader
/// - Vary: Origin                 headers of the answer that are not the usual ones
/// > {…}                          body as JSON; >" "…" as text in quotes, >~ "…" the beginning of a text
/// ~ $.Fields                     a list of which the first two items were kept
/// % \.Placed$                    paths of what differs from run to run (a regular expression)
/// </code>
/// </summary>
internal static class RequestTable
{
    public static IReadOnlyList<RecordedRequest> Read(string file)
    {
        var rows = new List<RecordedRequest>();
        var lines = new List<string>();
        foreach (var line in File.ReadLines(file).Append("## "))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                if (lines.Count > 0)
                    rows.Add(ReadRow(lines));
                lines.Clear();
            }
            if (line.Length > 0 && (line[0] != '#' || line.StartsWith("## ", StringComparison.Ordinal)))
                lines.Add(line);
        }
        return rows;
    }

    private static RecordedRequest ReadRow(List<string> lines)
    {
        var marked = (string mark) => lines.Where(line => line.StartsWith(mark + " ", StringComparison.Ordinal)).Select(line => line[(mark.Length + 1)..]);
        var text = (string mark) => marked(mark).Select(line => JsonSerializer.Deserialize<string>(line)).SingleOrDefault();
        var plain = lines.Where(line => char.IsAsciiLetterOrDigit(line[0])).ToArray();
        if (plain.Length != 2)
            throw new FormatException($"{lines[0]}: a row has one line for the request and one for the answer");
        var request = plain[0].Split(' ', 2);
        var answer = plain[1].Split(' ');
        return new RecordedRequest(lines[0][3..], [.. marked("!")], request[0], request[1], [.. marked("+").Select(Header)],
            marked("<").SingleOrDefault() ?? text("<\""), int.Parse(answer[0]), answer[1] == "-" ? null : answer[1].Replace(";", "; "),
            answer.Contains("index"), answer.Contains("leader"), [.. marked("-").Select(Header)],
            marked(">").SingleOrDefault(), text(">\"") ?? text(">~"), lines.Any(line => line.StartsWith(">~ ", StringComparison.Ordinal)),
            marked("~").ToHashSet(StringComparer.Ordinal), marked("%").SingleOrDefault());
    }

    private static (string Name, string Value) Header(string line)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        return (line[..colon], line[(colon + 2)..]);
    }
}
