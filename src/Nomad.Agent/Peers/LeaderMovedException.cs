namespace Nomad.Agent.Peers;

/// <summary>Another server leads than the one that was asked, and that one has not answered.</summary>
internal sealed class LeaderMovedException() : Exception("another server leads now");
