namespace Nomad.Server.Commands;

/// <summary>Announces a node. What servers own (status history, eligibility, drain) is kept. <paramref name="Time"/>: unix ns.</summary>
public sealed record RegisterNode(Node Node, long Time) : Command;

public sealed record DeregisterNodes(IReadOnlyList<string> NodeIDs, IReadOnlyList<Evaluation> Evaluations) : Command;

/// <summary>A node's state of life changes. <paramref name="Time"/>: unix ns.</summary>
public sealed record SetNodeStatus(
    string NodeID, string Status, NodeEvent? Event, IReadOnlyList<Evaluation> Evaluations, long Time) : Command;

/// <summary>Starts (<see cref="NodeDrain.Strategy"/> set) or ends drains. <paramref name="Time"/>: unix ns.</summary>
public sealed record SetNodeDrain(IReadOnlyList<NodeDrain> Drains, IReadOnlyList<Evaluation> Evaluations, long Time) : Command;

/// <summary>A node's drain: null strategy = none. <paramref name="Outcome"/> says how an ended one ended (<see cref="DrainStatus"/>).</summary>
public sealed record NodeDrain(string NodeID, DrainStrategy? Strategy, bool MarkEligible, string Outcome, NodeEvent? Event)
{
    public IReadOnlyDictionary<string, string>? Meta { get; init; }

    /// <summary>The node's modify index for which this was decided: one that has changed since is left alone. Null: whatever it is.</summary>
    public ulong? OnlyAt { get; init; }
}

public sealed record SetNodeEligibility(
    string NodeID, string Eligibility, NodeEvent? Event, IReadOnlyList<Evaluation> Evaluations) : Command;

public sealed record AddNodeEvents(IReadOnlyDictionary<string, IReadOnlyList<NodeEvent>> Events) : Command;
