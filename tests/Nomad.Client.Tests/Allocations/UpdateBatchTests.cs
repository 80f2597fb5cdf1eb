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
}
