namespace Nomad.Agent.Peers;

/// <summary>No connection to another agent: nothing was asked of it, so asking again, or another one, is safe.</summary>
internal sealed class PeerUnreachableException(string reason) : Exception("rpc error: failed to get conn: " + reason);
