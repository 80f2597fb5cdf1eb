namespace Nomad.Raft;

/// <summary>Which part of the log a snapshot replaces: everything up to and including <paramref name="Index"/>.</summary>
public sealed record SnapshotMeta(ulong Index, ulong Term, RaftConfiguration Configuration, ulong ConfigurationIndex);
