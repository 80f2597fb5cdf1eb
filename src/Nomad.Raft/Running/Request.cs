using Nomad.Raft.Consensus;
using Nomad.Raft.Transport;

namespace Nomad.Raft.Running;

/// <summary>What waits in the mailbox of a node.</summary>
internal abstract record Request
{
    /// <summary>Tells whoever waits that it will not happen.</summary>
    public virtual void Fail(Exception error)
    {
    }

    /// <summary>Something that happened; nobody waits for an answer.</summary>
    public sealed record Happened(RaftInput Input) : Request;

    /// <summary>A message of another server and when it arrived; the callback frees its place in the queue.</summary>
    public sealed record Delivered(RaftMessage Message, long Arrived, Action Taken) : Request;

    /// <summary>A command on its way into the log.</summary>
    public sealed record Proposal(ReadOnlyMemory<byte> Command, EntryKind Kind, TaskCompletionSource<Applied> Done, object? Decoded) : Request
    {
        public override void Fail(Exception error) => Done.TrySetException(error);
    }

    /// <summary>A change of the group; done when its entry is applied.</summary>
    public sealed record Change(RaftInput Input, TaskCompletionSource<Applied> Done) : Request
    {
        public override void Fail(Exception error) => Done.TrySetException(error);
    }

    public sealed record Read(TaskCompletionSource<Applied> Done) : Request
    {
        public override void Fail(Exception error) => Done.TrySetException(error);
    }

    /// <summary>Answered as soon as the core took or refused it.</summary>
    public sealed record Order(RaftInput Input, TaskCompletionSource Done) : Request
    {
        public override void Fail(Exception error) => Done.TrySetException(error);
    }

    public sealed record Stop(Exception? Cause) : Request;
}
