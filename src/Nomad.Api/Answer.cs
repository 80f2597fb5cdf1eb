namespace Nomad.Api;

/// <summary>A value and what the agent says about it.</summary>
/// <param name="Value">The document asked for.</param>
/// <param name="Index">The index to wait above for the next change; 0 when the route has none.</param>
/// <param name="KnownLeader">Whether the answering server knew a leader.</param>
/// <param name="NextToken">Where the next page starts, "" on the last.</param>
public sealed record Answer<T>(T Value, ulong Index, bool KnownLeader, string NextToken);
