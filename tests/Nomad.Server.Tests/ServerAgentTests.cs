using System.Text.Json.Nodes;
using Nomad.Model.Allocations;
using Nomad.Model.Deployments;
using Nomad.Model.Evaluations;
using Nomad.Model.Jobs;
using Nomad.Model.Nodes;
using Nomad.Model.Requests;
using Nomad.Rpc;
using Nomad.Server.Endpoints;
using Nomad.Server.Heartbeats;
using Nomad.Server.State;

namespace Nomad.Server.Tests;

/// <summary>A whole server, and nodes that pretend to run what they are given.</summary>
public sealed class ServerAgentTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static List<Allocation> Live(ServerAgent server, string job) =>
        [.. server.State.Snapshot().AllocationsOfJob("default", job).Where(alloc => !alloc.IsTerminal())];

    private static int Running(ServerAgent server, string job) =>
        Live(server, job).Count(alloc => alloc.ClientStatus == AllocClientStatus.Running);

    private static Task<JobRegisterResponse> RegisterAsync(ServerAgent server, JsonObject document) =>
        server.Jobs.RegisterAsync(new JobRegistration { Document = document }, None);

    private static async Task<FakeNode> AddNodeAsync(ServerAgent server, int number, int cpu = 4000)
    {
        var node = new FakeNode(server.Nodes, ServerHarness.Node(ServerHarness.Id(number), cpu));
        await node.StartAsync();
        return node;
    }

    [Fact]
    public async Task A_registered_job_is_placed_runs_and_stops()
    {
        await using var server = await ServerHarness.StartAsync();
        await using var node = await AddNodeAsync(server, 1);
        var answer = await RegisterAsync(server, ServerHarness.JobDocument("web", 3));
        Assert.NotEmpty(answer.EvalID);
        await ServerHarness.EventuallyAsync(() => Running(server, "web") == 3, "three run");
        await ServerHarness.EventuallyAsync(() => server.State.Snapshot().Evaluation(answer.EvalID)!.Status == EvalStatus.Complete, "evaluation complete");
        Assert.Equal(JobStatus.Running, server.State.Snapshot().Job("default", "web")!.Status);
        Assert.Equal(3, server.State.Snapshot().Summary("default", "web")!.Summary!["web"].Running);

        await server.Jobs.DeregisterAsync(new JobRemoval("default", "web"), None);
        await ServerHarness.EventuallyAsync(() => server.State.Snapshot().AllocationsOfJob("default", "web")
            .All(alloc => alloc.ClientStatus == AllocClientStatus.Complete), "all stopped");
        await ServerHarness.EventuallyAsync(() => server.State.Snapshot().Job("default", "web")!.Status == JobStatus.Dead, "job dead");
    }

    [Fact]
    public async Task A_batch_job_completes_and_garbage_is_collected_on_demand()
    {
        await using var server = await ServerHarness.StartAsync();
        await using var node = await AddNodeAsync(server, 1);
        await RegisterAsync(server, ServerHarness.JobDocument("once", 2, "batch"));
        await ServerHarness.EventuallyAsync(() => server.State.Snapshot().Job("default", "once")!.Status == JobStatus.Dead, "batch done");
        Assert.Equal(2, server.State.Snapshot().Summary("default", "once")!.Summary!["web"].Complete);
        await ServerHarness.EventuallyAsync(() => server.State.Snapshot().Evaluations().All(eval => eval.IsTerminal()), "evaluations over");
        await server.System.CollectGarbageAsync(None);
        Assert.Empty(server.State.Snapshot().Jobs());
        Assert.Empty(server.State.Snapshot().Evaluations());
        Assert.Empty(server.State.Snapshot().Allocations());
    }

    [Fact]
    public async Task What_does_not_fit_waits_until_a_node_comes()
    {
        await using var server = await ServerHarness.StartAsync();
        await using var small = await AddNodeAsync(server, 1, cpu: 1000);
        await RegisterAsync(server, ServerHarness.JobDocument("big", 3, cpu: 600));
        await ServerHarness.EventuallyAsync(() => Running(server, "big") == 1 && server.Blocked.Count == 1, "one runs, the rest waits");
        Assert.Equal(2, server.State.Snapshot().Summary("default", "big")!.Summary!["web"].Queued);
        await using var large = await AddNodeAsync(server, 2, cpu: 4000);
        await ServerHarness.EventuallyAsync(() => Running(server, "big") == 3, "all run");
        Assert.Equal(0, server.Blocked.Count);
    }

    [Fact]
    public async Task A_restart_from_disk_loses_nothing()
    {
        var directory = Directory.CreateTempSubdirectory("nomad-server-").FullName;
        try
        {
            ulong index;
            await using (var server = await ServerHarness.StartAsync(directory))
            {
                await using var node = await AddNodeAsync(server, 1);
                await RegisterAsync(server, ServerHarness.JobDocument("web", 2));
                await ServerHarness.EventuallyAsync(() => Running(server, "web") == 2, "two run");
                index = server.State.Snapshot().TableIndex(StateTable.Allocations);
            }
            await using var again = await ServerHarness.StartAsync(directory);
            Assert.Equal(index, again.State.Snapshot().TableIndex(StateTable.Allocations));
            Assert.Equal(2, Running(again, "web"));
            Assert.Equal(NodeStatus.Ready, again.State.Snapshot().Node(ServerHarness.Id(1))!.Status);
            await using var back = await AddNodeAsync(again, 1);
            await RegisterAsync(again, ServerHarness.JobDocument("web", 3));
            await ServerHarness.EventuallyAsync(() => Running(again, "web") == 3, "three run");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task A_node_that_stays_silent_is_down_and_its_work_moves()
    {
        var quick = new HeartbeatOptions { MinTtl = TimeSpan.FromMilliseconds(300), Grace = TimeSpan.FromMilliseconds(300) };
        await using var server = await ServerHarness.StartAsync(heartbeats: quick);
        await using (await AddNodeAsync(server, 1))
        {
            await RegisterAsync(server, ServerHarness.JobDocument("web", 1));
            await ServerHarness.EventuallyAsync(() => Running(server, "web") == 1, "one runs");
        }
        // From here on nobody speaks for it, so that nobody reports the lost allocation as stopped in good order.
        await ServerHarness.EventuallyAsync(() => server.State.Snapshot().Node(ServerHarness.Id(1))!.Status == NodeStatus.Down, "node down");
        Assert.Contains(server.State.Snapshot().Node(ServerHarness.Id(1))!.Events!, each => each.Message == NodeEventMessages.NodeHeartbeatMissed);
        await using var other = await AddNodeAsync(server, 2);
        await ServerHarness.EventuallyAsync(() => Live(server, "web").Exists(alloc => alloc.NodeID == ServerHarness.Id(2)), "moved");
        Assert.Contains(server.State.Snapshot().AllocationsOfJob("default", "web"), alloc => alloc.ClientStatus == AllocClientStatus.Lost);
    }

    [Fact]
    public async Task A_server_that_no_longer_leads_does_not_tell_nodes_what_to_run()
    {
        var server = await ServerHarness.StartAsync();
        var node = ServerHarness.Node(ServerHarness.Id(1));
        await server.Nodes.RegisterAsync(node, None);
        var question = new NodeAllocationsQuery(node.ID, node.SecretID, 0, TimeSpan.Zero);
        Assert.Empty((await server.Nodes.WaitForAllocationsAsync(question, None)).Allocations);
        await server.StopAsync();
        await Assert.ThrowsAsync<NoServersException>(() => server.Nodes.WaitForAllocationsAsync(question, None));
    }

    [Fact]
    public async Task A_drained_node_is_emptied_step_by_step()
    {
        await using var server = await ServerHarness.StartAsync();
        await using var first = await AddNodeAsync(server, 1);
        await RegisterAsync(server, ServerHarness.JobDocument("web", 3));
        await ServerHarness.EventuallyAsync(() => Running(server, "web") == 3, "three run");
        await using var second = await AddNodeAsync(server, 2);
        await server.Nodes.DrainAsync(ServerHarness.Id(1), new DrainSpec { Deadline = TimeSpan.FromMinutes(5) }, false, null, None);
        await ServerHarness.EventuallyAsync(() => server.State.Snapshot().Node(ServerHarness.Id(1)) is
        { DrainStrategy: null, LastDrain.Status: DrainStatus.Complete }, "drain complete");
        Assert.Equal(NodeEligibility.Ineligible, server.State.Snapshot().Node(ServerHarness.Id(1))!.SchedulingEligibility);
        await ServerHarness.EventuallyAsync(() => Running(server, "web") == 3, "three run again");
        Assert.All(Live(server, "web"), alloc => Assert.Equal(ServerHarness.Id(2), alloc.NodeID));
    }

    /// <summary>It ends one in good order only when it is told to: by a state, for example, that was put back since.</summary>
    [Theory]
    [InlineData(AllocClientStatus.Lost)]
    [InlineData(AllocClientStatus.Complete)]
    public async Task What_a_client_says_is_over_and_is_to_run_is_replaced(string status)
    {
        await using var server = await ServerHarness.StartAsync();
        await using var node = await AddNodeAsync(server, 1);
        await RegisterAsync(server, ServerHarness.JobDocument("web", 1));
        await ServerHarness.EventuallyAsync(() => Running(server, "web") == 1, "it runs");
        var first = Live(server, "web").Single().ID;
        await server.Nodes.UpdateAllocationsAsync(new NodeAllocationUpdates(ServerHarness.Id(1), "secret-" + ServerHarness.Id(1),
            [new Allocation { ID = first, ClientStatus = status }]), None);
        await ServerHarness.EventuallyAsync(() => Running(server, "web") == 1 && Live(server, "web").Single().ID != first, "another runs instead");
    }

    [Fact]
    public async Task A_deployment_succeeds_and_marks_its_version_stable()
    {
        await using var server = await ServerHarness.StartAsync();
        await using var node = await AddNodeAsync(server, 1);
        await RegisterAsync(server, ServerHarness.JobDocument("web", 2));
        await ServerHarness.EventuallyAsync(() => server.State.Snapshot().LatestDeployment("default", "web")?.Status == DeploymentStatus.Successful,
            "deployment successful");
        Assert.True(server.State.Snapshot().Job("default", "web")!.Stable);
    }

    [Fact]
    public async Task Dispatching_makes_children_once_per_token_and_refuses_bad_requests()
    {
        await using var server = await ServerHarness.StartAsync();
        await using var node = await AddNodeAsync(server, 1);
        var document = ServerHarness.JobDocument("work", 1, "batch");
        document["ParameterizedJob"] = JsonNode.Parse("""{ "Payload": "optional", "MetaRequired": ["who"] }""");
        Assert.Empty((await RegisterAsync(server, document)).EvalID);
        var request = new JobDispatchRequest { JobID = "work", Meta = new Dictionary<string, string> { ["who"] = "me" } };
        var child = await server.Jobs.DispatchAsync("default", request, "token", None);
        Assert.StartsWith("work/dispatch-", child.DispatchedJobID);
        Assert.Equal(child.DispatchedJobID, (await server.Jobs.DispatchAsync("default", request, "token", None)).DispatchedJobID);
        var twins = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => server.Jobs.DispatchAsync("default", request, "other", None))));
        Assert.Single(twins.Select(twin => twin.DispatchedJobID).Distinct());
        await Assert.ThrowsAsync<RpcException>(() => server.Jobs.DispatchAsync("default", request with { IdPrefixTemplate = "a b" }, "", None));
        var refusal = await Assert.ThrowsAsync<RpcException>(() => server.Jobs.DispatchAsync("default", request with { Meta = null }, "", None));
        Assert.Equal("Dispatch did not provide required meta keys: [who]", refusal.Message);
        await ServerHarness.EventuallyAsync(() => server.State.Snapshot().Summary("default", "work")!.Children!.Dead == 2, "children done");
        var stranger = ServerHarness.JobDocument("stranger", 1, "batch");
        stranger["ParentID"] = "work";
        await RegisterAsync(server, stranger);
        Assert.Equal("", server.State.Snapshot().Job("default", "stranger")!.ParentID);
    }

    [Fact]
    public async Task A_periodic_job_launches_children_when_forced()
    {
        await using var server = await ServerHarness.StartAsync();
        await using var node = await AddNodeAsync(server, 1);
        var document = ServerHarness.JobDocument("nightly", 1, "batch");
        document["Periodic"] = JsonNode.Parse("""{ "Enabled": true, "Spec": "0 0 1 1 *", "SpecType": "cron" }""");
        await RegisterAsync(server, document);
        Assert.Equal(JobStatus.Running, server.State.Snapshot().Job("default", "nightly")!.Status);
        var forced = await server.Jobs.ForcePeriodicAsync("default", "nightly", None);
        Assert.NotEmpty(forced.EvalID);
        var child = Assert.Single(server.State.Snapshot().Children("default", "nightly"));
        Assert.StartsWith("nightly/periodic-", child.ID);
    }

    [Fact]
    public async Task Forced_together_each_launch_has_a_child_of_its_own()
    {
        await using var server = await ServerHarness.StartAsync();
        var document = ServerHarness.JobDocument("nightly", 1, "batch");
        document["Periodic"] = JsonNode.Parse("""{ "Enabled": true, "Spec": "0 0 1 1 *", "SpecType": "cron" }""");
        await RegisterAsync(server, document);
        var forced = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => server.Jobs.ForcePeriodicAsync("default", "nightly", None))));
        var state = server.State.Snapshot();
        Assert.Equal(5, state.Children("default", "nightly").Count());
        Assert.All(state.Children("default", "nightly"), child => Assert.Equal(0UL, child.Version));
        Assert.Equal(5, forced.Select(each => state.Evaluation(each.EvalID)!.JobID).Distinct().Count());
    }

    [Fact]
    public async Task An_unchanged_job_is_not_stored_again_and_a_wrong_index_is_refused()
    {
        await using var server = await ServerHarness.StartAsync();
        await RegisterAsync(server, ServerHarness.JobDocument("web", 1));
        await RegisterAsync(server, ServerHarness.JobDocument("web", 1));
        Assert.Equal(0UL, server.State.Snapshot().Job("default", "web")!.Version);
        var refusal = await Assert.ThrowsAsync<RpcException>(() => server.Jobs.RegisterAsync(
            new JobRegistration { Document = ServerHarness.JobDocument("web", 2), EnforceIndex = true }, None));
        Assert.Equal("Enforcing job modify index 0: job already exists", refusal.Message);
    }

    [Fact]
    public async Task A_dry_run_says_what_would_happen_and_changes_nothing()
    {
        await using var server = await ServerHarness.StartAsync();
        await using var node = await AddNodeAsync(server, 1);
        var before = server.State.Index;
        var plan = server.Jobs.Plan(ServerHarness.JobDocument("web", 2), diff: true);
        Assert.Equal(2UL, plan.Annotations!.DesiredTGUpdates!["web"].Place);
        Assert.Equal("Added", plan.Diff!.Type);
        Assert.Equal(0UL, plan.JobModifyIndex);
        Assert.Equal(before, server.State.Index);
    }

    [Fact]
    public async Task Scaling_and_reverting_make_new_versions()
    {
        await using var server = await ServerHarness.StartAsync();
        await using var node = await AddNodeAsync(server, 1);
        await RegisterAsync(server, ServerHarness.JobDocument("web", 1));
        await ServerHarness.EventuallyAsync(() => server.State.Snapshot().LatestDeployment("default", "web")?.Status == DeploymentStatus.Successful, "deployed");
        await server.Jobs.ScaleAsync("default", new JobScaleRequest
        {
            JobID = "web", Count = 2, Target = new Dictionary<string, string> { ["Group"] = "web" },
        }, None);
        await ServerHarness.EventuallyAsync(() => Running(server, "web") == 2, "two run");
        Assert.Equal(2, server.Jobs.ScaleStatus(server.State.Snapshot(), "default", "web")!.TaskGroups!["web"].Desired);
        await server.Jobs.RevertAsync("default", new JobRevertRequest { JobID = "web", JobVersion = 0 }, None);
        await ServerHarness.EventuallyAsync(() => Live(server, "web").Count == 1, "one left");
        Assert.Equal(2UL, server.State.Snapshot().Job("default", "web")!.Version);
        // What a caller enforces is looked at first.
        var refusal = await Assert.ThrowsAsync<RpcException>(() =>
            server.Jobs.RevertAsync("default", new JobRevertRequest { JobID = "web", JobVersion = 2, EnforcePriorVersion = 9 }, None));
        Assert.Equal("Current job has version 2; enforcing version 9", refusal.Message);
        refusal = await Assert.ThrowsAsync<RpcException>(() => server.Jobs.RevertAsync("default", new JobRevertRequest { JobID = "web", JobVersion = 2 }, None));
        Assert.Equal("can't revert to current version", refusal.Message);
    }

    [Fact]
    public async Task Stopping_an_allocation_replaces_it()
    {
        await using var server = await ServerHarness.StartAsync();
        await using var node = await AddNodeAsync(server, 1);
        await RegisterAsync(server, ServerHarness.JobDocument("web", 1));
        await ServerHarness.EventuallyAsync(() => Running(server, "web") == 1, "one runs");
        var old = Live(server, "web")[0].ID;
        await server.Allocations.StopAsync(old, false, false, None);
        await ServerHarness.EventuallyAsync(() => Running(server, "web") == 1 && Live(server, "web")[0].ID != old, "replaced");
        var refusal = await Assert.ThrowsAsync<RpcException>(() => server.Allocations.StopAsync("none", false, false, None));
        Assert.Equal(("allocation not found", 404), (refusal.Message, refusal.Code));
    }
}
