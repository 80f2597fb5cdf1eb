namespace Nomad.Gossip.Membership;

/// <summary>The last logical times that were seen, of members, events and queries.</summary>
internal readonly record struct LogicalTimes(ulong Members, ulong Events, ulong Queries);
