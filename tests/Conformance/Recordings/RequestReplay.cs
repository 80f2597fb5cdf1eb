using System.Diagnostics;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Nomad.Conformance.Running;

namespace Nomad.Conformance.Recordings;

/// <summary>
/// Sends recorded requests to an agent, in their order, and compares the answers. Steps before a row:
/// <c>job FILE</c> registers a job file, <c>wait PATH TEXT</c> reads a path until its answer holds a text,
/// <c>bind ID PATH TEXT</c> takes the id of the first item of a list that holds a text for an id of the recording,
/// <c>send METHOD PATH BODY</c> sends a request.
/// </summary>
internal sealed partial class RequestReplay(DevAgent agent, string jobs) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(agent.Address) };

    private static readonly TimeSpan StreamWait = TimeSpan.FromSeconds(10);

    public Identities Ids { get; } = new();

    public void Dispose() => http.Dispose();

    /// <summary>What differs in the answer to <paramref name="row"/>. Reads are repeated until nothing does, or time is up.</summary>
    public async Task<(IReadOnlyList<string> Problems, string Seen)> RunAsync(RecordedRequest row, bool patient)
    {
        foreach (var step in row.Before)
            await StepAsync(step);
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var ids = Ids.Copy();
            var (problems, seen) = await AnswerProblemsAsync(row, ids);
            if (problems.Count == 0 || !row.OnlyReads || !patient || clock.Elapsed > Eventually.Patience)
            {
                Ids.TakeFrom(ids);
                return (problems, $"## {row.Name}\n{row.Method} {row.Path}\n{ids.ToRecorded(seen)}\n");
            }
            await Task.Delay(100);
        }
    }

    private async Task<(List<string> Problems, string Seen)> AnswerProblemsAsync(RecordedRequest row, Identities ids)
    {
        using var request = Request(row.Method, ids.ToLive(row.Path).Replace("127.0.0.1", agent.Bind, StringComparison.Ordinal), row.Body is null ? null : ids.ToLive(row.Body));
        foreach (var (name, value) in row.Headers)
            request.Headers.TryAddWithoutValidation(name, ids.ToLive(value));
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var text = (await TextAsync(row, response)).Replace(agent.Bind, "127.0.0.1", StringComparison.Ordinal);
        var problems = HeadProblems(row, response, text);
        if (row.Json is not null && (int)response.StatusCode == row.Status)
            CompareJson(row, text, ids, problems);
        else if (row.CutText)
            CompareFirst(row.Text!, text, ids, problems);
        else if (row.Text is not null && !ids.Same(Index().Replace(row.Text, "<index>"), Index().Replace(text, "<index>")))
            problems.Add($"body {JsonSerializer.Serialize(Short(text))}, recorded {JsonSerializer.Serialize(Short(row.Text))}");
        return (problems, Golden(response, text));
    }

    /// <summary>The answer in the form of <see cref="RequestTable"/>.</summary>
    private static string Golden(HttpResponseMessage response, string text)
    {
        var kind = response.Content.Headers.ContentType?.ToString().Replace("; ", ";", StringComparison.Ordinal) ?? "-";
        var marks = (response.Headers.Contains("X-Nomad-Index") ? " index" : "") + (response.Headers.Contains("X-Nomad-KnownLeader") ? " leader" : "");
        var body = text.Length == 0 ? "" : kind.StartsWith("application/json", StringComparison.Ordinal) ? $"> {text.Replace("\n", "", StringComparison.Ordinal)}\n" : $">\" {JsonSerializer.Serialize(text)}\n";
        return $"{(int)response.StatusCode} {kind}{marks}\n{body}";
    }

    private static List<string> HeadProblems(RecordedRequest row, HttpResponseMessage response, string text)
    {
        var problems = new List<string>();
        if ((int)response.StatusCode != row.Status)
            problems.Add($"status {(int)response.StatusCode}, recorded {row.Status}: {Short(text)}");
        var kind = response.Content.Headers.ContentType?.ToString();
        if (kind != row.Kind)
            problems.Add($"Content-Type {kind ?? "none"}, recorded {row.Kind ?? "none"}");
        foreach (var (name, there) in new[] { ("X-Nomad-Index", row.Indexed), ("X-Nomad-KnownLeader", row.Leader) })
        {
            // In 2.0 every write tells its index, and only reads tell of the leader (http-api.md 1.4).
            if (!row.OnlyReads && (name == "X-Nomad-KnownLeader" || response.IsSuccessStatusCode && !there))
                continue;
            if (response.Headers.Contains(name) != there)
                problems.Add($"{name} is {(there ? "missing" : "there, recorded none")}");
        }
        foreach (var (name, value) in row.AnswerHeaders)
        {
            var found = response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values)
                ? string.Join(", ", values) : "";
            if (!found.Equals(value, StringComparison.OrdinalIgnoreCase))
                problems.Add($"{name} is \"{found}\", recorded \"{value}\"");
        }
        return problems;
    }

    private static void CompareJson(RecordedRequest row, string text, Identities ids, List<string> problems)
    {
        try
        {
            using var recorded = JsonDocument.Parse(row.Json!);
            using var live = JsonDocument.Parse(text);
            problems.AddRange(new JsonShape(row.CutLists, row.Loose).Compare(recorded.RootElement, live.RootElement, ids));
        }
        catch (JsonException)
        {
            problems.Add($"body is not JSON: {Short(text)}");
        }
    }

    /// <summary>Of a stream of objects counts the first that says something; of other text its first line, of a log that there is one.</summary>
    private static void CompareFirst(string recorded, string live, Identities ids, List<string> problems)
    {
        if (recorded.StartsWith('{') && live.StartsWith('{'))
        {
            using var left = JsonDocument.Parse(FirstObject(recorded));
            using var right = JsonDocument.Parse(FirstObject(live));
            problems.AddRange(new JsonShape(new HashSet<string>(), @"\.(Data|Offset|Index|Key)$").Compare(left.RootElement, right.RootElement, ids));
            return;
        }
        var (one, other) = (recorded.Split('\n')[0], live.Split('\n')[0]);
        var alike = one.StartsWith('#') ? other.StartsWith('#') : char.IsAsciiDigit(one[0]) ? other.Length > 0 && char.IsAsciiDigit(other[0]) : ids.Same(one, other);
        if (!alike)
            problems.Add($"first line \"{Short(other)}\", recorded \"{Short(one)}\"");
    }

    private static string FirstObject(string text)
    {
        text = text.Replace("\n", "", StringComparison.Ordinal);
        while (text.StartsWith("{}", StringComparison.Ordinal))
            text = text[2..];
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { AllowMultipleValues = true });
            return text.StartsWith('{') && JsonDocument.TryParseValue(ref reader, out var first) ? first.RootElement.GetRawText() : "{}";
        }
        catch (JsonException)
        {
            // It was cut off before its end.
            return "{}";
        }
    }

    /// <summary>The whole body, or of a stream what comes until its first line is there.</summary>
    private async Task<string> TextAsync(RecordedRequest row, HttpResponseMessage response)
    {
        if (!row.CutText && !row.Path.Contains("stream", StringComparison.Ordinal) && !row.Path.Contains("monitor", StringComparison.Ordinal)
            && !row.Path.Contains("follow=true", StringComparison.Ordinal))
        {
            using var whole = await response.Content.ReadAsStreamAsync();
            using var plain = response.Content.Headers.ContentEncoding.Contains("gzip") ? new GZipStream(whole, CompressionMode.Decompress) : whole;
            using var reader = new StreamReader(plain, Encoding.UTF8);
            return await reader.ReadToEndAsync();
        }
        using var stream = await response.Content.ReadAsStreamAsync();
        // Something to see in the log.
        using var asked = row.Path.Contains("monitor", StringComparison.Ordinal) ? await http.GetAsync("/v1/jobs") : null;
        using var limit = new CancellationTokenSource(StreamWait);
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (row.Text is null || FirstObject(text.ToString()) == "{}" && !text.ToString().StartsWith('2') && text.Length < row.Text.Length)
            {
                var count = await stream.ReadAsync(buffer, limit.Token);
                if (count == 0)
                    break;
                text.Append(Encoding.UTF8.GetString(buffer, 0, count));
                if (row.Text is null)
                    break;
            }
        }
        catch (OperationCanceledException)
        {
            // A stream that says nothing is compared as it is.
        }
        return text.ToString();
    }

    private async Task StepAsync(string step)
    {
        var words = step.Split(' ', 4);
        switch (words[0])
        {
            case "job":
                await RegisterAsync(Path.Combine(jobs, words[1]));
                break;
            case "wait":
                var text = string.Join(' ', words[2..]);
                await agent.UntilAsync(step, async () => (await http.GetStringAsync(Ids.ToLive(words[1]))).Contains(text, StringComparison.Ordinal));
                break;
            case "bind":
                await agent.UntilAsync(step, () => BindAsync(words[1], words[2], words[3]));
                break;
            case "send":
                var parts = step.Split(' ', 4);
                using (var sent = await http.SendAsync(Request(parts[1], Ids.ToLive(parts[2]), parts.Length > 3 ? Ids.ToLive(parts[3]) : null)))
                    Assert.True(sent.IsSuccessStatusCode, step);
                break;
            default:
                throw new FormatException($"\"{step}\" is no step");
        }
    }

    private async Task RegisterAsync(string file)
    {
        var source = JsonSerializer.Serialize(await File.ReadAllTextAsync(file));
        using var parsed = await http.SendAsync(Request("POST", "/v1/jobs/parse", $$"""{"JobHCL": {{source}}}"""));
        var job = await parsed.Content.ReadAsStringAsync();
        using var registered = await http.SendAsync(Request("PUT", "/v1/jobs", $$"""{"Job": {{job}}}"""));
        Assert.True(registered.IsSuccessStatusCode, $"{file}: {await registered.Content.ReadAsStringAsync()}");
    }

    private async Task<bool> BindAsync(string id, string path, string text)
    {
        using var list = JsonDocument.Parse(await http.GetStringAsync(Ids.ToLive(path)));
        var texts = text.Split(" & ");
        var items = list.RootElement.EnumerateArray().Where(item => texts.All(each => item.GetRawText().Contains(each, StringComparison.Ordinal))).ToArray();
        var item = items.FirstOrDefault(item => Ids.Fits(id, item.GetProperty("ID").GetString()!), items.FirstOrDefault());
        if (item.ValueKind != JsonValueKind.Object)
            return false;
        Ids.Learn(id, item.GetProperty("ID").GetString()!);
        return true;
    }

    private static HttpRequestMessage Request(string method, string path, string? body)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        return request;
    }

    // How many entries there were before differs.
    [GeneratedRegex(@"(?<=job modify index:? )\d+$")]
    private static partial Regex Index();

    private static string Short(string text) => text.Length <= 300 ? text : text[..300] + "…";
}
