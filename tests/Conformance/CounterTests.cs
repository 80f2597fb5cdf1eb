using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Nomad.Conformance.Clusters;
using Nomad.Conformance.Running;

namespace Nomad.Conformance;

/// <summary>What agents at work count of requests and tasks, as Prometheus and <c>/v1/metrics</c> tell it.</summary>
public sealed partial class CounterTests
{
    [Fact]
    public async Task Starts_restarts_and_ends_of_tasks_are_counted_by_job_and_task()
    {
        await using var agent = await DevAgent.StartAsync();
        await RegisterAsync(agent, "good", "batch", "exit 0", 0);
        await RegisterAsync(agent, "bad", "batch", "exit 3", 1);
        await RegisterAsync(agent, "long", "service", "sleep 600", 0);
        await CountsAsync(agent, "client_allocs_complete", "good", 1);
        await CountsAsync(agent, "client_allocs_failed", "bad", 1);
        await CountsAsync(agent, "client_allocs_running", "long", 1);
        var text = await PrometheusAsync(agent);
        Assert.Equal((1, 1, 0, 0), (Count(text, "client_allocs_start", "good"), Count(text, "client_allocs_running", "good"), Count(text, "client_allocs_restart", "good"), Count(text, "client_allocs_failed", "good")));
        Assert.Equal((2, 2, 1, 0), (Count(text, "client_allocs_start", "bad"), Count(text, "client_allocs_running", "bad"), Count(text, "client_allocs_restart", "bad"), Count(text, "client_allocs_complete", "bad")));
        Assert.Equal((1, 0, 0), (Count(text, "client_allocs_start", "long"), Count(text, "client_allocs_complete", "long"), Count(text, "client_allocs_failed", "long")));
        foreach (var label in (string[])["alloc_id=\"", "namespace=\"default\"", "task=\"t\"", "task_group=\"g\""])
            Assert.Contains(label, Lines(text, "client_allocs_start", "good").Single());
    }

    [Fact]
    public async Task Counters_of_the_last_interval_are_in_the_metrics_of_the_agent()
    {
        await using var agent = await DevAgent.StartAsync();
        // Whoever looks too late does not see the interval of a start any more, so that there are more of them.
        var starts = 0;
        await agent.UntilAsync("a start is in an interval that has ended", async () =>
        {
            await RegisterAsync(agent, $"good-{starts++}", "batch", "exit 0", 0);
            using var metrics = JsonDocument.Parse(await agent.Http.GetStringAsync("/v1/metrics"));
            return metrics.RootElement.GetProperty("Counters").EnumerateArray().Any(counter => counter.GetProperty("Name").GetString() == "nomad.client.allocs.start"
                && counter.GetProperty("Labels").GetProperty("job").GetString()!.StartsWith("good-", StringComparison.Ordinal) && counter.GetProperty("Count").GetInt32() == 1);
        });
    }

    [Fact]
    public async Task Requests_of_other_agents_their_errors_and_queries_are_counted()
    {
        await using var cluster = new TestCluster { More = "telemetry { prometheus_metrics = true }" };
        var server = cluster.StartServer("s1", 1, join: "");
        var client = cluster.StartClient("c1", "s1");
        await client.UntilAsync("its node is ready", async () => (await TestCluster.ArrayAsync(client, "/v1/nodes")).Any(node => node.GetProperty("Status").GetString() == "ready"));
        var before = await PrometheusAsync(server);
        Assert.True(Count(before, "nomad_rpc_request") > 0, "a node that registers is a request");
        Assert.True(Count(before, "nomad_rpc_query") > 0, "what a node asks for is a query");
        for (var number = 0; number < 5; number++)
            _ = await client.Http.GetStringAsync("/v1/jobs");
        // A node of no such id is an error of the server's.
        using var refused = await client.Http.PutAsync("/v1/node/00000000-0000-0000-0000-000000000000/evaluate", null);
        Assert.Equal(500, (int)refused.StatusCode);
        var after = await PrometheusAsync(server);
        Assert.True(Count(after, "nomad_rpc_request") >= Count(before, "nomad_rpc_request") + 6, after);
        Assert.True(Count(after, "nomad_rpc_query") >= Count(before, "nomad_rpc_query") + 5, after);
        Assert.True(Count(after, "nomad_rpc_request_error") >= Count(before, "nomad_rpc_request_error") + 1, after);
    }

    private static async Task CountsAsync(DevAgent agent, string name, string job, int wanted) =>
        await agent.UntilAsync($"{name} of {job} is {wanted}", async () => Count(await PrometheusAsync(agent), name, job) == wanted);

    private static Task<string> PrometheusAsync(DevAgent agent) => agent.Http.GetStringAsync("/v1/metrics?format=prometheus");

    private static IEnumerable<string> Lines(string text, string name, string job = "") =>
        text.Split('\n').Where(line => Regex.IsMatch(line, $@"^nomad_{name}[{{ ]") && (job.Length == 0 || line.Contains($"job=\"{job}\"", StringComparison.Ordinal)));

    private static double Count(string text, string name, string job = "") =>
        Lines(text, name, job).Sum(line => double.Parse(Value().Match(line).Value, CultureInfo.InvariantCulture));

    private static async Task RegisterAsync(DevAgent agent, string id, string type, string script, int restarts)
    {
        using var answer = await agent.Http.PutAsync("/v1/jobs", new StringContent($$$"""
            {"Job": {"ID": "{{{id}}}", "Type": "{{{type}}}", "Datacenters": ["dc1"], "TaskGroups": [{"Name": "g",
              "ReschedulePolicy": {"Attempts": 0, "Unlimited": false}, "RestartPolicy": {"Attempts": {{{restarts}}}, "Interval": 3600000000000, "Delay": 100000000, "Mode": "fail"},
              "Tasks": [{"Name": "t", "Driver": "raw_exec", "Config": {"command": "/bin/sh", "args": ["-c", "{{{script}}}"]}, "Resources": {"CPU": 20, "MemoryMB": 20}}]}]}}
            """));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    [GeneratedRegex(@"[\d.e+]+$")]
    private static partial Regex Value();
}
