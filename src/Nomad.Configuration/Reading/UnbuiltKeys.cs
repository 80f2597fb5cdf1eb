namespace Nomad.Configuration.Reading;

/// <summary>Keys that are read and checked but have no effect in this program. A notice names each that is set.</summary>
internal static class UnbuiltKeys
{
    private static readonly string[] Prefixes =
    [
        "eventlog", "reporting", "sentinel", "telemetry.circonus_", "server.license_path", "server.raft_boltdb", "server.raft_logstore",
        "server.non_production", "server.upgrade_version", "disable_anonymous_signature", "disable_update_check", "interfaces",
        "client.cpu_disable_dmidecode",
    ];

    public static bool Covers(string key) => Prefixes.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal));
}
