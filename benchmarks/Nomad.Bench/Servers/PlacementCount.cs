using Nomad.Model.Allocations;
using Nomad.Model.Events;
using Nomad.Server;
using Nomad.Server.State;

namespace Nomad.Bench.Servers;

/// <summary>Counts new allocations as they are committed.</summary>
internal sealed class PlacementCount : IDisposable
{
    private readonly ServerAgent agent;
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long wanted;
    private long count;

    public PlacementCount(ServerAgent agent, long wanted)
    {
        this.agent = agent;
        this.wanted = wanted;
        agent.State.Committed += Look;
    }

    public long Count => Interlocked.Read(ref count);

    public Task Reached => reached.Task;

    public void Dispose() => agent.State.Committed -= Look;

    private void Look(StateCommit commit)
    {
        foreach (var change in commit.Changes)
            if (change is { Topic: EventTopics.Allocation, Before: null, After: Allocation } && Interlocked.Increment(ref count) == wanted)
                reached.TrySetResult();
    }
}
