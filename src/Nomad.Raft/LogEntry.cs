namespace Nomad.Raft;

/// <summary>One immutable line of the replicated log. Indexes start at 1.</summary>
public sealed record LogEntry(ulong Index, ulong Term, EntryKind Kind, ReadOnlyMemory<byte> Data);
