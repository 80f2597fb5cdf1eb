namespace Nomad.Raft.Consensus;

/// <summary>The protocol's own laws are broken: a bug or two servers with one id. The server must stop at once.</summary>
public sealed class RaftInvariantException(string message) : Exception(message);
