namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>server.raft_logstore</c>.</summary>
public sealed record RaftLogStoreSettings
{
    /// <summary><c>server.raft_logstore.backend</c>, default boltdb.</summary>
    public string Backend { get; init; } = "boltdb";

    /// <summary><c>server.raft_logstore.disable_log_cache</c>, default false.</summary>
    public bool DisableLogCache { get; init; }

    /// <summary>The <c>server.raft_logstore.boltdb</c> block.</summary>
    public BoltSettings BoltDB { get; init; } = new();

    /// <summary>The <c>server.raft_logstore.wal</c> block.</summary>
    public WalSettings WAL { get; init; } = new();

    /// <summary>The <c>server.raft_logstore.verification</c> block.</summary>
    public LogVerificationSettings Verification { get; init; } = new();

    internal static RaftLogStoreSettings From(SettingsNode node) => new()
    {
        Backend = node.Text("backend", "boltdb"),
        DisableLogCache = node.Flag("disable_log_cache", false),
        BoltDB = BoltSettings.From(node.Block("boltdb")),
        WAL = WalSettings.From(node.Block("wal")),
        Verification = LogVerificationSettings.From(node.Block("verification")),
    };
}
