using System.Runtime.CompilerServices;
using Nomad.Server.State;

namespace Nomad.Server.Events;

/// <summary>
/// What the newest commands wrote, for those who follow what changes; not the commands, which hold much that nobody asks for any more. Readers walk
/// a chain: a slow one holds what it has not read, writers never wait for it. Safe for any number of threads.
/// </summary>
public sealed class EventBuffer
{
    private readonly int capacity;
    private readonly Lock gate = new();
    private Link oldest = new(null);
    private Link newest;
    private int count;

    /// <param name="capacity">How many commits are kept for readers that come later.</param>
    public EventBuffer(StateStore state, int capacity)
    {
        this.capacity = Math.Max(1, capacity);
        newest = oldest;
        state.Committed += commit => Add(commit.Written);
    }

    /// <summary>
    /// Commits in their order, without end: from the first kept one that is not older than <paramref name="index"/>; 0 = from the oldest kept.
    /// </summary>
    public async IAsyncEnumerable<StateChanges> ReadAsync(ulong index, [EnumeratorCancellation] CancellationToken cancel)
    {
        Link at;
        lock (gate)
            at = oldest;
        while (true)
        {
            at = await at.Next.WaitAsync(cancel);
            if (at.Written!.Index >= index)
                yield return at.Written;
        }
    }

    private void Add(StateChanges written)
    {
        if (written.Changes.Count == 0)
            return;
        var link = new Link(written);
        Link before;
        lock (gate)
        {
            before = newest;
            newest = link;
            if (++count > capacity && oldest.Follower is { } second)
            {
                oldest = second;
                count--;
            }
        }
        before.Follow(link);
    }

    private sealed class Link(StateChanges? written)
    {
        private readonly TaskCompletionSource<Link> next = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public StateChanges? Written { get; } = written;

        public Task<Link> Next => next.Task;

        public Link? Follower => next.Task.IsCompletedSuccessfully ? next.Task.Result : null;

        public void Follow(Link link) => next.SetResult(link);
    }
}
