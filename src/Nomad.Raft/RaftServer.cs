namespace Nomad.Raft;

/// <summary>One member of the group. <paramref name="Id"/> never changes; <paramref name="Address"/> (host:port) may.</summary>
public sealed record RaftServer(string Id, string Address, RaftSuffrage Suffrage = RaftSuffrage.Voter);
