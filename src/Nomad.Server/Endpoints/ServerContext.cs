using Nomad.Server.Evaluations;
using Nomad.Server.Heartbeats;
using Nomad.Server.Membership;
using Nomad.Server.Replication;
using Nomad.Server.State;

namespace Nomad.Server.Endpoints;

/// <summary>What every endpoint works with.</summary>
internal sealed record ServerContext(ServerOptions Options, ServerPorts Ports, StateStore State, Proposer Proposer)
{
    public required EvaluationBroker Broker { get; init; }

    public required BlockedEvaluations Blocked { get; init; }

    public required HeartbeatTracker Heartbeats { get; init; }

    public required ServerGroup Group { get; init; }
}
