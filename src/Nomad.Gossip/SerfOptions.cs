using System.Net;
using Nomad.Gossip.Security;

namespace Nomad.Gossip;

/// <summary>One member of a pool.</summary>
public sealed record SerfOptions
{
    /// <summary>Unique in the pool; servers use <c>&lt;name&gt;.&lt;region&gt;</c>.</summary>
    public required string NodeName { get; init; }

    /// <summary>Where UDP and TCP listen. Port 0 = any free one.</summary>
    public required IPEndPoint Bind { get; init; }

    /// <summary>The address told to others; null = the bound one. Port 0 = the bound port.</summary>
    public IPEndPoint? Advertise { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public GossipTiming Timing { get; init; } = GossipTiming.Wan;

    /// <summary>Null = plaintext.</summary>
    public Keyring? Keyring { get; init; }

    /// <summary>Called after a key was installed, used or removed by a key query, to save the keyring.</summary>
    public Action? KeyringChanged { get; init; }

    /// <summary>Says why a member is not admitted, or null. Called with every member that others tell of.</summary>
    public Func<SerfMember, string?>? Refuse { get; init; }

    /// <summary>File that remembers who is alive, for the next start; null = none.</summary>
    public string? SnapshotPath { get; init; }

    /// <summary>Whether the next start looks for the pool even after this member left it.</summary>
    public bool RejoinAfterLeave { get; init; }

    /// <summary>Lines for operators.</summary>
    public Action<string>? Log { get; init; }

    /// <summary>Lines about which operators should do something; null = like the others.</summary>
    public Action<string>? Warn { get; init; }

    public int Seed { get; init; }
}
