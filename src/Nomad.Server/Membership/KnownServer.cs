namespace Nomad.Server.Membership;

/// <summary>A server of this region as gossip knows it.</summary>
/// <param name="Id">Its id in the Raft group.</param>
/// <param name="Name">Its gossip name, <c>NAME.REGION</c>.</param>
/// <param name="RpcAddress">host:port of its RPC port.</param>
/// <param name="Datacenter">For clients that prefer near servers.</param>
/// <param name="Life">Whether it is there.</param>
public sealed record KnownServer(string Id, string Name, string RpcAddress, string Datacenter, ServerLife Life)
{
    /// <summary>The version it runs.</summary>
    public string Build { get; init; } = "";

    /// <summary>How many servers it wants to see before a first group is formed; 0 = it forms none.</summary>
    public int Expect { get; init; }

    /// <summary>It formed a group of its own at start, so it cannot be taken into another one.</summary>
    public bool Bootstrapped { get; init; }
}

/// <summary>What gossip says about a server's life.</summary>
public enum ServerLife
{
    Alive,

    /// <summary>It stopped answering; it may come back.</summary>
    Failed,

    /// <summary>It said goodbye, or an operator did for it.</summary>
    Left,
}
