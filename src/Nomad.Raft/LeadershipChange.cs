namespace Nomad.Raft;

/// <summary>Who leads now. <paramref name="LeaderId"/> is null while nobody is known to lead.</summary>
public sealed record LeadershipChange(bool IsLeader, ulong Term, string? LeaderId, string? LeaderAddress);
