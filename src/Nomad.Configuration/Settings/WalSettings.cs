namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>server.raft_logstore.wal</c>.</summary>
public sealed record WalSettings
{
    /// <summary><c>server.raft_logstore.wal.segment_size_mb</c>, default 64.</summary>
    public int SegmentSizeMB { get; init; } = 64;

    internal static WalSettings From(SettingsNode node) => new()
    {
        SegmentSizeMB = node.Number("segment_size_mb", 64),
    };
}
