namespace Nomad.Server.Heartbeats;

/// <summary>How often nodes give a sign of life, and how long they are waited for.</summary>
public sealed record HeartbeatOptions
{
    /// <summary>The shortest time to live given to a node.</summary>
    public TimeSpan MinTtl { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Signs of life the leader wants to take at most, from all nodes together.</summary>
    public double MaxPerSecond { get; init; } = 50;

    /// <summary>Added to the time to live before a node counts as gone.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A new leader waits that long for every node: they must first find it.</summary>
    public TimeSpan FailoverTtl { get; init; } = TimeSpan.FromSeconds(300);
}
