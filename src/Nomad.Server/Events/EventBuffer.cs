using System.Runtime.CompilerServices;
using Nomad.Server.State;

namespace Nomad.Server.Events;

/// <summary>
/// The newest commits, for those who follow what changes. Readers walk a chain: a slow one holds what it has not read, writers
/// never wait for it. Safe for any number of threads.
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
        state.Committed += Add;
    }

    /// <summary>
    /// Commits in their order, without end: from the first kept one that is not older than <paramref name="index"/>; 0 = from the oldest kept.
    /// </summary>
    public async IAsyncEnumerable<StateCommit> ReadAsync(ulong index, [EnumeratorCancellation] CancellationToken cancel)
    {
        Link at;
        lock (gate)
            at = oldest;
        while (true)
        {
            at = await at.Next.WaitAsync(cancel);
            if (at.Commit!.Index >= index)
                yield return at.Commit;
        }
    }

    private void Add(StateCommit commit)
    {
        if (commit.Changes.Count == 0)
            return;
        var link = new Link(commit);
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

    private sealed class Link(StateCommit? commit)
    {
        private readonly TaskCompletionSource<Link> next = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public StateCommit? Commit { get; } = commit;

        public Task<Link> Next => next.Task;

        public Link? Follower => next.Task.IsCompletedSuccessfully ? next.Task.Result : null;

        public void Follow(Link link) => next.SetResult(link);
    }
}
