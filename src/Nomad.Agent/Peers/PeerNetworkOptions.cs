using Nomad.Rpc.Wire;

namespace Nomad.Agent.Peers;

/// <summary>What an agent needs to talk to others.</summary>
internal sealed record PeerNetworkOptions
{
    /// <summary>How this agent introduces itself.</summary>
    public required RpcHello Self { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>How long a caller may take to say what it wants (<c>limits.rpc_handshake_timeout</c>).</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Mutual TLS on every connection; null for plain TCP.</summary>
    public PeerSecurity? Security { get; init; }
}

/// <summary>Values of <see cref="RpcHello.Role"/>.</summary>
internal static class PeerRoles
{
    public const string Server = "server";
    public const string Client = "client";
}

/// <summary>First byte of a connection to the RPC port. Values are fixed: agents of other versions send them.</summary>
internal enum PeerPurpose : byte
{
    Raft = 1,
    Session = 2,
}
