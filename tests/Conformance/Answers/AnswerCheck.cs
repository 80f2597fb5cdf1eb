using System.Text.Json;

namespace Nomad.Conformance.Answers;

/// <summary>Compares an answer with what the table expects.</summary>
internal static class AnswerCheck
{
    private const int ShownLength = 300;

    public static IReadOnlyList<string> Problems(Exchange expected, Func<string, string> fill, HttpResponseMessage answer, string body)
    {
        var problems = new List<string>();
        if ((int)answer.StatusCode != expected.Status)
            problems.Add($"status {(int)answer.StatusCode}, expected {expected.Status}: {Shown(body)}");
        var type = answer.Content.Headers.ContentType?.ToString();
        var kind = expected.Kind switch
        {
            "text" => "text/plain; charset=utf-8",
            "plain" => "text/plain",
            "json" => "application/json",
            "none" => null,
            _ => type,
        };
        if (type != kind)
            problems.Add($"Content-Type \"{type}\", expected \"{kind}\"");
        var vary = string.Join(", ", answer.Headers.Vary);
        if (vary != expected.Vary)
            problems.Add($"Vary \"{vary}\", expected \"{expected.Vary}\"");
        if (answer.Headers.Contains("X-Nomad-Index") != expected.Indexed)
            problems.Add(expected.Indexed ? "X-Nomad-Index is missing" : "X-Nomad-Index is there, expected none");
        if (expected.Text is not null && body != fill(expected.Text))
            problems.Add($"body \"{Shown(body)}\",\n  expected \"{fill(expected.Text)}\"");
        if (expected.Kind == "none" && body.Length > 0)
            problems.Add($"body \"{Shown(body)}\", expected none");
        if (expected.Keys.Count > 0 && problems.Count == 0)
            CheckKeys(expected.Keys, body, problems);
        return problems;
    }

    private static void CheckKeys(IReadOnlyList<string> keys, string body, List<string> problems)
    {
        using var document = JsonDocument.Parse(body);
        var item = document.RootElement;
        if (item.ValueKind == JsonValueKind.Array)
        {
            if (item.GetArrayLength() == 0)
            {
                problems.Add("the list is empty");
                return;
            }
            item = item[0];
        }
        foreach (var key in keys)
        {
            var (name, kinds) = (key.Split(' ')[0], key.Split(' ')[1].Split('|'));
            if (!item.TryGetProperty(name, out var value))
                problems.Add($"field {name} is missing");
            else if (!kinds.Contains(KindOf(value)))
                problems.Add($"field {name} is a {KindOf(value)}, expected {key.Split(' ')[1]}");
        }
    }

    internal static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "bool",
        JsonValueKind.Object => "map",
        JsonValueKind.Array => "list",
        JsonValueKind.Null => "null",
        JsonValueKind.Number => "number",
        _ => "string",
    };

    private static string Shown(string body) => body.Length <= ShownLength ? body : body[..ShownLength] + "…";
}
