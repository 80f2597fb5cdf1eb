namespace Nomad.Server.Membership;

/// <summary>How far a server says its log is.</summary>
/// <param name="LastTerm">Term of its last entry.</param>
/// <param name="LastIndex">Index of its last entry.</param>
/// <param name="LastContact">Since it heard the leader; zero on the leader; null when it never did.</param>
public sealed record RaftReport(ulong LastTerm, ulong LastIndex, Duration? LastContact);
