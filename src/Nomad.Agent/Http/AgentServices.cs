using Nomad.Agent.Logging;
using Nomad.Configuration;
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

    /// <summary>Null on an agent that is only a server.</summary>
    public IClientEndpoint? Client { get; init; }

    /// <summary>Statistics for <c>agent-info</c>, by group.</summary>
    public required Func<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> Stats { get; init; }

    /// <summary>Stops the whole process with an exit code; set by the composition.</summary>
    public Action<int> Exit { get; init; } = static _ => { };

    /// <summary>The server, or a refusal saying that this agent is none.</summary>
    public ServerAgent RequireServer() => Server ?? throw new HttpFailure(501, "Invalid method");
}
