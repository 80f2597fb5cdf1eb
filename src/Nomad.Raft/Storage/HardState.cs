namespace Nomad.Raft.Storage;

/// <summary>What must survive besides the log: the newest term seen, and whom this server voted for in it.</summary>
public sealed record HardState(ulong Term, string? Vote)
{
    public static readonly HardState Initial = new(0, null);
}
