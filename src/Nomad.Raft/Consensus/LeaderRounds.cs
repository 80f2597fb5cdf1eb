namespace Nomad.Raft.Consensus;

/// <summary>How a leader stands with the others.</summary>
/// <param name="Term">That it leads.</param>
/// <param name="FirstIndex">Of the entry that begins its term. Once that is applied, so is everything that was acknowledged before.</param>
/// <param name="Asked">Newest round of heartbeats.</param>
/// <param name="Answered">Newest round that a majority has answered.</param>
/// <param name="HandedOver">Somebody was told to start an election in this term, at whatever time that reaches it: answered rounds do not say who leads now.</param>
public readonly record struct LeaderRounds(ulong Term, ulong FirstIndex, ulong Asked, ulong Answered, bool HandedOver);
