using System.Diagnostics.CodeAnalysis;
using Nomad.Raft.Consensus;

namespace Nomad.Raft.Running;

/// <summary>The callers that wait for a read index, by the number the core knows each by. Belongs to the loop.</summary>
internal sealed class PendingReads
{
    private readonly Dictionary<ulong, TaskCompletionSource<Applied>> waiting = [];
    private ulong lastId;

    public RaftInput.ReadIndex Add(TaskCompletionSource<Applied> done)
    {
        waiting.Add(++lastId, done);
        return new RaftInput.ReadIndex(lastId);
    }

    public bool Take(ulong id, [NotNullWhen(true)] out TaskCompletionSource<Applied>? done) => waiting.Remove(id, out done);

    public void FailAll(Func<Exception> error)
    {
        foreach (var done in waiting.Values)
        {
            done.TrySetException(error());
        }

        waiting.Clear();
    }
}
