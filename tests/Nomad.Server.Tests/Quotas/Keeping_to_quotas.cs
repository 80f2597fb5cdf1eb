using System.Collections.Concurrent;
using Nomad.Model.Evaluations;
using Nomad.Model.Namespaces;
using Nomad.Model.Quotas;
using Nomad.Rpc;
using Nomad.Server.Commands;
using Nomad.Server.Endpoints;
using Nomad.Server.State;

namespace Nomad.Server.Tests.Quotas;

public sealed class Keeping_to_quotas
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static QuotaSpec Quota(QuotaResources limit) => new() { Name = "small", Limits = [new QuotaLimit { Region = "global", RegionLimit = limit }] };

    private static Task RegisterAsync(ServerAgent server, string id, int count, int cpu = 100) =>
        server.Jobs.RegisterAsync(new JobRegistration { Document = ServerHarness.JobDocument(id, count, cpu: cpu) }, None);

    private static int Live(StateSnapshot state) => state.Allocations().Count(alloc => !alloc.IsTerminal());

    private static QuotaAmounts Counted(StateSnapshot state) => state.Allocations().Where(alloc => !alloc.IsTerminal())
        .Aggregate(QuotaAmounts.None, (sum, alloc) => sum.Add(QuotaAmounts.Of(alloc.AllocatedResources!)));

    private static async Task LimitAsync(ServerAgent server, QuotaResources limit)
    {
        await server.Quotas.UpsertAsync(Quota(limit), None);
        await server.Namespaces.UpsertAsync(new Namespace { Name = "default", Quota = "small" }, None);
    }

    [Fact]
    public async Task A_limit_of_variables_is_kept_and_stands_in_nobodys_way()
    {
        await using var server = await ServerHarness.StartAsync();
        await server.Quotas.UpsertAsync(new QuotaSpec { Name = "small", Limits = [new QuotaLimit { VariablesLimit = 5, RegionLimit = new() { CPU = 100 } }] }, None);
        Assert.Equal(5, server.State.Snapshot().Quota("small")!.Limits![0].VariablesLimit);
    }

    [Fact]
    public async Task Many_jobs_at_once_never_pass_the_limit_and_the_use_is_what_is_there()
    {
        await using var server = await ServerHarness.StartAsync();
        await using var node = new FakeNode(server.Nodes, ServerHarness.Node(ServerHarness.Id(1), cpu: 40_000, memory: 80_000));
        await node.StartAsync();
        await LimitAsync(server, new QuotaResources { CPU = 1000 });
        var broken = new ConcurrentQueue<string>();
        server.State.Committed += _ =>
        {
            var state = server.State.Snapshot();
            var used = state.QuotaUse("small")!.Amounts;
            if (used.Cpu > 1000 || used != Counted(state))
                broken.Enqueue($"at {state.Index}: {used} but there is {Counted(state)}");
        };
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => RegisterAsync(server, $"job-{number}", 2)));
        await ServerHarness.EventuallyAsync(() => Live(server.State.Snapshot()) == 10
            && server.State.Snapshot().Evaluations().All(eval => eval.Status is EvalStatus.Complete or EvalStatus.Blocked or EvalStatus.Canceled), "ten run, the rest waits");
        Assert.Empty(broken);
    }

    [Fact]
    public async Task What_waits_for_a_quota_goes_on_when_others_stop_and_when_the_limit_is_raised()
    {
        await using var server = await ServerHarness.StartAsync();
        await using var node = new FakeNode(server.Nodes, ServerHarness.Node(ServerHarness.Id(1), cpu: 40_000, memory: 80_000));
        await node.StartAsync();
        await LimitAsync(server, new QuotaResources { Allocations = 2 });
        await RegisterAsync(server, "first", 2);
        await ServerHarness.EventuallyAsync(() => Live(server.State.Snapshot()) == 2, "the first has all");
        await RegisterAsync(server, "second", 2);
        await ServerHarness.EventuallyAsync(() => server.Blocked.QuotaCount == 1, "the second waits for the quota");
        await server.Jobs.DeregisterAsync(new JobRemoval("default", "first"), None);
        await ServerHarness.EventuallyAsync(() => server.State.Snapshot().AllocationsOfJob("default", "second").Count(alloc => !alloc.IsTerminal()) == 2, "the second runs");
        await RegisterAsync(server, "third", 1);
        await ServerHarness.EventuallyAsync(() => server.Blocked.QuotaCount == 1, "the third waits");
        await server.Quotas.UpsertAsync(Quota(new QuotaResources { Allocations = 3 }), None);
        await ServerHarness.EventuallyAsync(() => Live(server.State.Snapshot()) == 3, "the third runs");
        await RegisterAsync(server, "fourth", 1);
        await ServerHarness.EventuallyAsync(() => server.Blocked.QuotaCount == 1, "the fourth waits");
        await server.Namespaces.UpsertAsync(new Namespace { Name = "default" }, None);
        await ServerHarness.EventuallyAsync(() => Live(server.State.Snapshot()) == 4, "a namespace without a quota is not limited");
        await server.Quotas.DeleteAsync("small", None);
        Assert.Empty(server.State.Snapshot().Quotas());
    }

    [Fact]
    public async Task A_quota_in_use_stays_and_one_that_is_not_there_is_refused()
    {
        await using var server = await ServerHarness.StartAsync();
        await LimitAsync(server, new QuotaResources { CPU = 1 });
        Assert.Equal("quota \"small\" is in use: namespace \"default\" names it",
            (await Assert.ThrowsAsync<RpcException>(() => server.Quotas.DeleteAsync("small", None))).Message);
        Assert.Equal("namespace \"team\": there is no quota \"large\"",
            (await Assert.ThrowsAsync<RpcException>(() => server.Namespaces.UpsertAsync(new Namespace { Name = "team", Quota = "large" }, None))).Message);
        Assert.Equal("invalid quota \"small\": at least one limit is needed",
            (await Assert.ThrowsAsync<RpcException>(() => server.Quotas.UpsertAsync(new QuotaSpec { Name = "small" }, None))).Message);
    }

    [Fact]
    public void A_namespace_that_gets_a_quota_late_is_counted_and_saved()
    {
        var store = new StateStore(TimeProvider.System);
        var job = ServerHarness.Job("web");
        store.Apply(1, new SetClusterMetadata("c", 1));
        store.Apply(2, new RegisterJob(job, null, null));
        store.Apply(3, new ApplyPlan
        {
            EvaluationID = "e", Namespace = "default", JobID = "web", JobVersion = 0, Time = 3,
            Placements = [new PlannedPlacement(ServerHarness.Allocation("a1", job, "n1") with { Job = null }, 0)],
        });
        store.Apply(4, new UpsertQuotas([Quota(new QuotaResources { CPU = 500 })]));
        Assert.Equal(0, store.Snapshot().QuotaUse("small")!.Amounts.Cpu);
        store.Apply(5, new UpsertNamespaces([new Namespace { Name = "default", Quota = "small" }]));
        Assert.Equal((100L, 1L), (store.Snapshot().QuotaUse("small")!.Amounts.Cpu, store.Snapshot().QuotaUse("small")!.Amounts.Allocations));

        using var saved = new MemoryStream();
        StateStore.Save(store.Snapshot(), saved);
        var restored = new StateStore(TimeProvider.System);
        restored.Restore(new MemoryStream(saved.ToArray()));
        Assert.Equal(100, restored.Snapshot().QuotaUse("small")!.Amounts.Cpu);
        Assert.Equal("small", restored.Snapshot().QuotaOf("default")!.Name);
        using var again = new MemoryStream();
        StateStore.Save(restored.Snapshot(), again);
        Assert.Equal(saved.ToArray(), again.ToArray());
    }
}
