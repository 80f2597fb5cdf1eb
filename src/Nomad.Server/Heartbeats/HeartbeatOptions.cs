namespace Nomad.Server.Heartbeats;

/// <summary>
/// How often nodes give a sign of life, and how long they are waited for. As they are here, a node gives one after half to five eighths of its time to live,
/// and counts as gone 9 to 14.5 seconds after it died, up to ten thousand nodes.
/// </summary>
public sealed record HeartbeatOptions
{
    /// <summary>The shortest time to live given to a node.</summary>
    public TimeSpan MinTtl { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>For more nodes the time to live is longer: their number by this.</summary>
    public double MaxPerSecond { get; init; } = 1250;

    /// <summary>Added to the time to live before a node counts as gone.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>A new leader waits that long for every node: they must first find it.</summary>
    public TimeSpan FailoverTtl { get; init; } = TimeSpan.FromSeconds(60);
}
