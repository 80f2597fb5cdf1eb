using Nomad.Agent.Composition;
using Nomad.Agent.Logging;
using Nomad.Agent.Peers;
using Nomad.Client.Stats;
using Nomad.Configuration;
using Nomad.Model.Stats;
using Nomad.Rpc;
using Nomad.Server;

namespace Nomad.Agent.Http;

/// <summary>What the routes work on: the parts of this agent. Either of server and client may be missing.</summary>
public sealed record AgentServices
{
    public required AgentConfiguration Configuration { get; init; }

    public required AgentLog Log { get; init; }

    /// <summary>The version this agent says it is.</summary>
    public required string Version { get; init; }

    /// <summary>Null on an agent that is only a client.</summary>
    public ServerAgent? Server { get; init; }

    /// <summary>The servers known by gossip; there whenever <see cref="Server"/> is.</summary>
    public ServerMembership? Membership { get; init; }

    /// <summary>How other regions are asked; there whenever <see cref="Server"/> is.</summary>
    internal Regions.RegionCalls? Regions { get; init; }

    /// <summary>The servers its client knows; null on an agent that is only a server, or whose client needs no other.</summary>
    public ServerList? Servers { get; init; }

    /// <summary>Null on an agent that is only a server.</summary>
    public IClientEndpoint? Client { get; init; }

    /// <summary>Counts what runs on this node; null on an agent that is only a server.</summary>
    public Func<ClientFigures>? ClientFigures { get; init; }

    /// <summary>What this agent's parts count and measure.</summary>
    public required MeterSet Meters { get; init; }

    /// <summary>Statistics for <c>agent-info</c>, by group.</summary>
    public required Func<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> Stats { get; init; }

    /// <summary>The server, or a refusal saying that this agent is none.</summary>
    public ServerAgent RequireServer() => Server ?? throw new HttpFailure(501, "Invalid method");

    /// <summary>The gossip pool, or the same refusal.</summary>
    public ServerMembership RequireMembership() => Membership ?? throw new HttpFailure(501, "Invalid method");

    /// <summary>The RPC addresses of the servers of this region's Raft group.</summary>
    public IReadOnlyList<string> Peers() => [.. RequireServer().Raft.Configuration.Servers.Select(server => server.Address).Order(StringComparer.Ordinal)];
}
