using Nomad.Model.Allocations;
using Nomad.Model.Nodes;
using Nomad.Rpc;

namespace Nomad.Server.Tests;

/// <summary>
/// A client that runs everything at once and reports it: for jobs of type batch it is complete, else it runs. It gives signs of life for as long as
/// it is there.
/// </summary>
internal sealed class FakeNode(INodeEndpoint servers, Node node) : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private Task running = Task.CompletedTask;

    public async Task StartAsync()
    {
        await servers.RegisterAsync(node, stop.Token);
        var first = await LiveAsync();
        running = Task.WhenAll(RunAsync(), StayAliveAsync(first));
    }

    public async ValueTask DisposeAsync()
    {
        stop.Cancel();
        try
        {
            await running;
        }
        catch (OperationCanceledException)
        {
            // As asked.
        }
    }

    private async Task<TimeSpan> LiveAsync() => (await servers.HeartbeatAsync(new NodeHeartbeat(node.ID, node.SecretID, NodeStatus.Ready), stop.Token)).HeartbeatTTL.ToTimeSpan();

    private async Task StayAliveAsync(TimeSpan timeToLive)
    {
        while (true)
        {
            await Task.Delay(timeToLive / 3, stop.Token);
            timeToLive = await LiveAsync();
        }
    }

    private async Task RunAsync()
    {
        var index = 0UL;
        while (true)
        {
            var seen = await servers.WaitForAllocationsAsync(
                new NodeAllocationsQuery(node.ID, node.SecretID, index, TimeSpan.FromSeconds(5)), stop.Token);
            index = seen.Index;
            var reports = seen.Allocations.Select(Report).OfType<Allocation>().ToList();
            if (reports.Count > 0)
                await servers.UpdateAllocationsAsync(new NodeAllocationUpdates(node.ID, node.SecretID, reports), stop.Token);
        }
    }

    private static Allocation? Report(Allocation alloc)
    {
        var status = alloc.DesiredStatus != AllocDesiredStatus.Run || alloc.Job?.Type == "batch" ? AllocClientStatus.Complete : AllocClientStatus.Running;
        // What is lost is over, and no report changes that.
        return status == alloc.ClientStatus || alloc.ClientStatus == AllocClientStatus.Lost ? null : alloc with
        {
            ClientStatus = status,
            DeploymentStatus = status == AllocClientStatus.Running
                ? new AllocDeploymentStatus { Healthy = true, Timestamp = DateTimeOffset.UtcNow } : alloc.DeploymentStatus,
        };
    }
}
