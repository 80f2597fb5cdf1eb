namespace Nomad.Gossip;

/// <summary>How often and how patiently members watch each other. Peers with different timing understand each other.</summary>
public sealed record GossipTiming
{
    public TimeSpan StreamTimeout { get; init; } = TimeSpan.FromSeconds(10);
    public int IndirectChecks { get; init; } = 3;
    public int RetransmitMult { get; init; } = 4;
    public int SuspicionMult { get; init; } = 4;
    public int SuspicionMaxTimeoutMult { get; init; } = 6;
    public TimeSpan PushPullInterval { get; init; } = TimeSpan.FromSeconds(30);
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromMilliseconds(500);
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromSeconds(1);
    public int AwarenessMaxMultiplier { get; init; } = 8;
    public int GossipNodes { get; init; } = 3;
    public TimeSpan GossipInterval { get; init; } = TimeSpan.FromMilliseconds(200);
    public TimeSpan GossipToTheDeadTime { get; init; } = TimeSpan.FromSeconds(30);
    public TimeSpan ReapInterval { get; init; } = TimeSpan.FromSeconds(15);
    public TimeSpan ReconnectInterval { get; init; } = TimeSpan.FromSeconds(30);
    public TimeSpan ReconnectTimeout { get; init; } = TimeSpan.FromHours(72);
    public TimeSpan TombstoneTimeout { get; init; } = TimeSpan.FromHours(24);
    public TimeSpan RecentIntentTimeout { get; init; } = TimeSpan.FromMinutes(5);
    public TimeSpan BroadcastTimeout { get; init; } = TimeSpan.FromSeconds(5);
    public TimeSpan LeavePropagateDelay { get; init; } = TimeSpan.FromSeconds(1);

    public static GossipTiming Lan { get; } = new();

    /// <summary>What servers use.</summary>
    public static GossipTiming Wan { get; } = new()
    {
        StreamTimeout = TimeSpan.FromSeconds(30), SuspicionMult = 6, PushPullInterval = TimeSpan.FromSeconds(60), ProbeTimeout = TimeSpan.FromSeconds(3),
        ProbeInterval = TimeSpan.FromSeconds(5), GossipNodes = 4, GossipInterval = TimeSpan.FromMilliseconds(500), GossipToTheDeadTime = TimeSpan.FromSeconds(60),
    };

    /// <summary>For members on one machine: <c>-dev</c> and tests.</summary>
    public static GossipTiming Local { get; } = new()
    {
        StreamTimeout = TimeSpan.FromSeconds(1), IndirectChecks = 1, RetransmitMult = 2, SuspicionMult = 3, PushPullInterval = TimeSpan.FromSeconds(15),
        ProbeTimeout = TimeSpan.FromMilliseconds(200), GossipInterval = TimeSpan.FromMilliseconds(100), GossipToTheDeadTime = TimeSpan.FromSeconds(15),
    };
}
