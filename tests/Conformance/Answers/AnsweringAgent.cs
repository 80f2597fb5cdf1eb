using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Nomad.Conformance.Running;

namespace Nomad.Conformance.Answers;

/// <summary>One dev agent with one running job, shared by all tests of answers.</summary>
public sealed class AnsweringAgent : IAsyncLifetime
{
    internal const string Job = "sleeper";

    /// <summary>Small, quick to be healthy, and running until it is ended.</summary>
    private const string Document = """
        {"ID": "sleeper", "Name": "sleeper", "Type": "service", "Datacenters": ["dc1"], "TaskGroups": [{"Name": "app", "Count": 1,
          "Scaling": {"Min": 1, "Max": 3, "Enabled": true},
          "Update": {"MinHealthyTime": 100000000, "HealthyDeadline": 60000000000, "ProgressDeadline": 90000000000, "HealthCheck": "task_states"},
          "Tasks": [{"Name": "server", "Driver": "raw_exec", "Config": {"command": "/bin/sh", "args": ["-c", "echo ready; exec sleep 3600"]},
            "KillTimeout": 1000000000, "Resources": {"CPU": 20, "MemoryMB": 16}}]}]}
        """;

    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);
    private DevAgent? agent;

    public DevAgent Agent => agent ?? throw new InvalidOperationException("the agent is not started");

    internal IReadOnlyList<ExchangeSection> Sections { get; } =
        ExchangeTable.Read(Path.Combine(AppContext.BaseDirectory, "Answers", "answers.txt"));

    /// <summary>What was wrong with the answers of the agent before any job was registered.</summary>
    internal IReadOnlyList<string> FreshProblems { get; private set; } = [];

    internal string this[string name] => names[name];

    public async ValueTask InitializeAsync()
    {
        agent = await DevAgent.StartAsync();
        var document = Document.ReplaceLineEndings(" ");
        names["bind"] = agent.Bind;
        names["job"] = Job;
        names["document"] = document;
        names["unplaceable"] = document.Replace("\"sleeper\"", "\"nowhere\"").Replace("dc1", "dc9").Replace("\"service\"", "\"batch\"")
            .Replace("\"Update\": {", "\"Meta\": null, \"Unused\": {");
        names["nobody"] = "00000000-1111-2222-3333-444444444444";
        FreshProblems = await RunAsync("a fresh agent");
        using var registered = await SendAsync("PUT", "/v1/jobs", $$"""{"Job": {{document}}}""");
        names["evaluation"] = registered.RootElement.GetProperty("EvalID").GetString()!;
        await agent.UntilAsync("the allocation runs", () => FindAsync("allocation", $"/v1/job/{Job}/allocations", "ClientStatus", "running"));
        await agent.UntilAsync("the deployment succeeds", () => FindAsync("deployment", $"/v1/job/{Job}/deployments", "Status", "successful"));
        await agent.UntilAsync("the node is known", () => FindAsync("node", "/v1/nodes", "Status", "ready"));
        await agent.UntilAsync("the task has written", async () =>
            (await agent.Http.GetStringAsync($"/v1/client/fs/logs/{names["allocation"]}?task=server&type=stdout&plain=true")).Length > 0);
    }

    public async ValueTask DisposeAsync()
    {
        if (agent is null)
            return;
        await agent.Http.DeleteAsync($"/v1/job/{Job}?purge=true");
        await agent.DisposeAsync();
    }

    /// <summary>Runs a section of the table and tells every difference.</summary>
    internal async Task<IReadOnlyList<string>> RunAsync(string section)
    {
        var problems = new List<string>();
        foreach (var exchange in Sections.Single(candidate => candidate.Name == section).Exchanges)
        {
            using var response = await Agent.Http.SendAsync(Request(exchange.Method, Fill(exchange.Path), exchange.Body is null ? null : Fill(exchange.Body)));
            var text = await response.Content.ReadAsStringAsync();
            var wrong = AnswerCheck.Problems(exchange, Fill, response, text);
            if (wrong.Count > 0)
                problems.Add($"line {exchange.Line}: {exchange.Method} {exchange.Path}\n    {string.Join("\n    ", wrong)}");
        }
        return problems;
    }

    internal string Fill(string text)
    {
        foreach (var (name, value) in names)
            text = text.Replace("{" + name + "}", value);
        return text;
    }

    internal async Task<JsonDocument> SendAsync(string method, string path, string body)
    {
        using var response = await Agent.Http.SendAsync(Request(method, path, body));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text);
    }

    internal static HttpRequestMessage Request(string method, string path, string? body)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        return request;
    }

    private async Task<bool> FindAsync(string name, string path, string field, string value)
    {
        using var list = JsonDocument.Parse(await Agent.Http.GetStringAsync(path));
        foreach (var item in list.RootElement.EnumerateArray().Where(item => item.GetProperty(field).GetString() == value))
        {
            names[name] = item.GetProperty("ID").GetString()!;
            return true;
        }
        return false;
    }
}
