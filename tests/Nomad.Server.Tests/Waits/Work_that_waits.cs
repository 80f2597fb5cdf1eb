using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Nomad.Model.Allocations;
using Nomad.Model.Evaluations;
using Nomad.Model.Jobs;
using Nomad.Model.Requests;
using Nomad.Rpc;
using Nomad.Server.Endpoints;
using Nomad.Server.State;

namespace Nomad.Server.Tests.Waits;

public sealed class Work_that_waits
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static JsonObject Document(string id, string type = "service", params string[] dependencies)
    {
        var document = ServerHarness.JobDocument(id, 1, type);
        if (dependencies.Length > 0)
            document["TaskGroups"]![0]!["DependsOn"] = new JsonArray([.. dependencies.Select(own => JsonNode.Parse(own))]);
        return document;
    }

    private static Task<JobRegisterResponse> RegisterAsync(ServerAgent server, JsonObject document) =>
        server.Jobs.RegisterAsync(new JobRegistration { Document = document }, None);

    private static int Live(ServerAgent server, string job) => server.State.Snapshot().AllocationsOfJob("default", job).Count(alloc => !alloc.IsTerminal());

    private static async Task<FakeNode> NodeAsync(ServerAgent server)
    {
        var node = new FakeNode(server.Nodes, ServerHarness.Node(ServerHarness.Id(1), cpu: 40_000, memory: 80_000));
        await node.StartAsync();
        return node;
    }

    [Fact]
    public async Task A_job_starts_when_what_it_waits_for_is_complete_and_nothing_spins_meanwhile()
    {
        await using var server = await ServerHarness.StartAsync();
        await using var node = await NodeAsync(server);
        await RegisterAsync(server, Document("web", "service", """{"Job":"migrate","Condition":"complete"}"""));
        await ServerHarness.EventuallyAsync(() => server.Blocked.Count == 1, "it waits");
        Assert.Equal(0, Live(server, "web"));
        await RegisterAsync(server, Document("migrate", "batch"));
        await ServerHarness.EventuallyAsync(() => Live(server, "web") == 1, "it runs");
        await ServerHarness.EventuallyAsync(() => server.Blocked.Count == 0 && server.State.Snapshot().Evaluations().All(eval => eval.IsTerminal()), "nothing waits");
        Assert.True(server.State.Snapshot().EvaluationsOfJob("default", "web").Count() < 10, "few evaluations were needed");
    }

    [Fact]
    public async Task Groups_of_one_job_start_one_after_the_other()
    {
        await using var server = await ServerHarness.StartAsync();
        await using var node = await NodeAsync(server);
        var document = Document("app");
        var first = document["TaskGroups"]![0]!.DeepClone();
        first["Name"] = "db";
        document["TaskGroups"]![0]!["DependsOn"] = new JsonArray(new JsonObject { ["Group"] = "db" });
        document["TaskGroups"]!.AsArray().Add(first);
        await RegisterAsync(server, document);
        await ServerHarness.EventuallyAsync(() => Live(server, "app") == 2, "both run");
        var allocations = server.State.Snapshot().AllocationsOfJob("default", "app").ToDictionary(alloc => alloc.TaskGroup);
        Assert.True(allocations["db"].CreateIndex < allocations["web"].CreateIndex);
    }

    [Fact]
    public async Task Circles_are_refused_within_a_job_and_between_jobs()
    {
        await using var server = await ServerHarness.StartAsync();
        await RegisterAsync(server, Document("a", "service", """{"Job":"b"}"""));
        var problem = await Assert.ThrowsAsync<RpcException>(() => RegisterAsync(server, Document("b", "service", """{"Job":"a"}""")));
        Assert.Contains("depends_on goes round in a circle: group web waits for group web of job a waits for group web", problem.Message);
        problem = await Assert.ThrowsAsync<RpcException>(() => RegisterAsync(server, Document("c", "service", """{"Group":"web"}""")));
        Assert.Contains("depends_on goes round in a circle: group web waits for group web", problem.Message);
        problem = await Assert.ThrowsAsync<RpcException>(() => RegisterAsync(server, Document("d", "service", """{"Group":"x","Condition":"warm"}""")));
        Assert.Contains("depends_on has condition \"warm\"; it may be \"healthy\" or \"complete\"", problem.Message);
        Assert.Contains("depends_on names group \"x\", which the job does not have", problem.Message);
    }

    private static JsonObject Parent(string overflow)
    {
        var document = Document("report", "batch");
        document["ParameterizedJob"] = new JsonObject { ["Concurrency"] = new JsonObject { ["Limit"] = 2, ["Overflow"] = overflow } };
        return document;
    }

    [Fact]
    public async Task Dispatches_beyond_the_limit_are_queued_and_all_run_in_the_end()
    {
        await using var server = await ServerHarness.StartAsync();
        await RegisterAsync(server, Parent("queue"));
        var tooMany = new ConcurrentQueue<string>();
        server.State.Committed += _ =>
        {
            var state = server.State.Snapshot();
            var running = state.Children("default", "report").Count(child => state.AllocationsOfJob("default", child.ID).Any(alloc => !alloc.IsTerminal()));
            if (running > 2)
                tooMany.Enqueue($"{running} at {state.Index}");
        };
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => server.Jobs.DispatchAsync("default", new JobDispatchRequest { JobID = "report" }, "", None)));
        await ServerHarness.EventuallyAsync(() => server.Blocked.Count == 12, "all wait for a node or their turn");
        await using var node = await NodeAsync(server);
        await ServerHarness.EventuallyAsync(() => server.State.Snapshot().Children("default", "report").All(child => child.Status == JobStatus.Dead
            && server.State.Snapshot().AllocationsOfJob("default", child.ID).Any(alloc => alloc.ClientStatus == AllocClientStatus.Complete)), "all ran");
        Assert.Empty(tooMany);
    }

    [Fact]
    public async Task A_raised_limit_lets_those_go_that_wait()
    {
        await using var server = await ServerHarness.StartAsync();
        await RegisterAsync(server, Parent("queue"));
        for (var i = 0; i < 4; i++)
            await server.Jobs.DispatchAsync("default", new JobDispatchRequest { JobID = "report" }, "", None);
        await ServerHarness.EventuallyAsync(() => Waiting(server) == 2, "two wait for their turn");
        var document = Parent("queue");
        document["ParameterizedJob"]!["Concurrency"]!["Limit"] = 3;
        await RegisterAsync(server, document);
        await ServerHarness.EventuallyAsync(() => Waiting(server) == 1, "one waits for its turn");
    }

    private static int Waiting(ServerAgent server) => server.State.Snapshot().Evaluations()
        .Count(eval => eval.Status == EvalStatus.Blocked && eval.MissingNonNodeResources is { Count: > 0 });

    [Fact]
    public async Task With_skip_a_dispatch_beyond_the_limit_is_refused_even_when_many_come_at_once()
    {
        await using var server = await ServerHarness.StartAsync();
        await RegisterAsync(server, Parent("skip"));
        var refused = 0;
        await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            try
            {
                await server.Jobs.DispatchAsync("default", new JobDispatchRequest { JobID = "report" }, "", None);
            }
            catch (RpcException problem)
            {
                Assert.Equal("job \"report\" has 2 children under way and may have 2: no other is started (concurrency overflow is skip)", problem.Message);
                Interlocked.Increment(ref refused);
            }
        }));
        Assert.Equal((8, 2), (refused, server.State.Snapshot().Children("default", "report").Count()));
    }
}
