namespace Nomad.Raft;

/// <summary>Where a command landed in the log, and what the state machine answered.</summary>
public readonly record struct Applied(ulong Index, object? Result);
