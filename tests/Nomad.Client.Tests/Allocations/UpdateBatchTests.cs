using Nomad.Client.Allocations;
using Nomad.Client.LocalState;
using Nomad.Model.Allocations;
using Nomad.Model.Logging;

namespace Nomad.Client.Tests.Allocations;

public sealed class UpdateBatchTests
{
    [Fact]
    public async Task An_allocation_is_told_only_when_the_servers_have_its_last_news()
    {
        var servers = new Servers();
        await using var store = LocalStore.Open(null);
        var batch = new UpdateBatch(servers, new NodeIdentity("n", "s"), store, TimeProvider.System, NoLog.Instance);
        batch.Post(new Allocation { ID = "a", ClientStatus = AllocClientStatus.Complete });
        Assert.True(batch.HasNewsOf("a"));
        var told = batch.WaitUntilToldAsync("a", default);
        Assert.False(told.IsCompleted);
        using var stop = new CancellationTokenSource();
        var running = batch.RunAsync(stop.Token);
        await told.WaitAsync(Eventually.Patience);
        Assert.Equal(AllocClientStatus.Complete, servers.Reports["a"].ClientStatus);
        Assert.False(batch.HasNewsOf("a"));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task What_was_told_is_remembered_of_those_that_the_servers_have_and_of_no_others()
    {
        var servers = new Servers();
        await using var store = LocalStore.Open(null);
        var batch = new UpdateBatch(servers, new NodeIdentity("n", "s"), store, TimeProvider.System, NoLog.Instance);
        using var stop = new CancellationTokenSource();
        var running = batch.RunAsync(stop.Token);
        foreach (var id in Enumerable.Range(0, 100))
            batch.Post(new Allocation { ID = $"{id}", ClientStatus = AllocClientStatus.Complete });
        foreach (var id in Enumerable.Range(0, 100))
            await batch.WaitUntilToldAsync($"{id}", default).WaitAsync(Eventually.Patience);
        Assert.Equal(100, batch.RememberedCount);
        batch.KeepOnly(new HashSet<string> { "7" });
        Assert.Equal(1, batch.RememberedCount);
        // It is no news to them; the same of one that they forgot is.
        foreach (var id in (string[])["7", "8"])
            batch.Post(new Allocation { ID = id, ClientStatus = AllocClientStatus.Complete });
        Assert.False(batch.HasNewsOf("7"));
        await batch.WaitUntilToldAsync("8", default).WaitAsync(Eventually.Patience);
        Assert.Equal(2, batch.RememberedCount);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task The_end_of_an_allocation_that_never_had_a_runner_is_forgotten_with_it()
    {
        await using var node = await ClientNode.StartAsync();
        var (first, second) = (Unseen(node.Agent.NodeId), Unseen(node.Agent.NodeId));
        node.Servers.Place(first);
        await node.WaitAsync(first.ID, AllocClientStatus.Complete);
        node.Servers.KeepOnly("");
        node.Servers.Place(second);
        await node.WaitAsync(second.ID, AllocClientStatus.Complete);
        // Did it count as told, nothing would come.
        Assert.True(node.Servers.Reports.TryRemove(first.ID, out _));
        node.Servers.Place(first);
        await node.WaitAsync(first.ID, AllocClientStatus.Complete);
        Assert.Equal(0, node.Agent.Allocations.Count);
    }

    [Fact]
    public async Task The_end_of_an_allocation_that_never_had_a_runner_is_told_again_to_servers_that_take_it_for_running()
    {
        await using var node = await ClientNode.StartAsync();
        var (first, second) = (Unseen(node.Agent.NodeId), Unseen(node.Agent.NodeId));
        node.Servers.Place(first);
        await node.WaitAsync(first.ID, AllocClientStatus.Complete);
        // The second is told after the servers' answer about the first has come: from then on that one counts as told.
        node.Servers.Place(second);
        await node.WaitAsync(second.ID, AllocClientStatus.Complete);
        Assert.True(node.Servers.Reports.TryRemove(first.ID, out _));
        node.Servers.Place(first);
        await node.WaitAsync(first.ID, AllocClientStatus.Complete);
    }

    private static Allocation Unseen(string nodeId) => new()
    {
        ID = Guid.NewGuid().ToString(), Name = "j.g[0]", Namespace = "default", JobID = "j", TaskGroup = "g", NodeID = nodeId,
        ClientStatus = AllocClientStatus.Pending, DesiredStatus = AllocDesiredStatus.Stop,
    };
}
