namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>server.raft_logstore.boltdb</c>.</summary>
public sealed record BoltSettings
{
    /// <summary><c>server.raft_logstore.boltdb.no_freelist_sync</c>, default false.</summary>
    public bool NoFreelistSync { get; init; }

    internal static BoltSettings From(SettingsNode node) => new()
    {
        NoFreelistSync = node.Flag("no_freelist_sync", false),
    };
}
