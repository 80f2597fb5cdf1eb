namespace Nomad.Model.Explanations;

/// <summary>Why a job runs where it runs, and what keeps it from running more: node by node, as of <see cref="Index"/>.</summary>
public sealed record JobExplanation
{
    public string Namespace { get; init; } = "";

    public string JobID { get; init; } = "";

    public string Type { get; init; } = "";

    public ulong Version { get; init; }

    public string Status { get; init; } = "";

    /// <summary>What holds the whole job, whatever the nodes are like: it is stopped, it waits, its rollout waits. In sentences.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    public IReadOnlyList<GroupExplanation> Groups { get; init; } = [];

    public ulong Index { get; init; }
}

/// <summary>One group: how many allocations it should have and has, and what every node says to one more.</summary>
public sealed record GroupExplanation
{
    public string Name { get; init; } = "";

    /// <summary>How many there should be; of system jobs: as many as nodes meet the requirements.</summary>
    public int Desired { get; init; }

    /// <summary>Allocations that are not over.</summary>
    public int Live { get; init; }

    public int Running { get; init; }

    /// <summary>What holds this group in particular.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Nodes that would take one more, best first, then the others by name.</summary>
    public IReadOnlyList<NodeExplanation> Nodes { get; init; } = [];
}
