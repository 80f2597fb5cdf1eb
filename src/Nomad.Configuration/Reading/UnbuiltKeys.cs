namespace Nomad.Configuration.Reading;

/// <summary>Keys that are read and checked but have no effect in this program. A notice names each that is set. A test holds the list to what the code reads.</summary>
internal static class UnbuiltKeys
{
    /// <summary>A key, a block, or the beginning of keys (with its underscore).</summary>
    private static readonly string[] Beginnings =
    [
        // What comes later: access control, secrets of the servers, volumes and plugins, networks of allocations, templates and artifacts.
        "acl.token_", "acl.policy_ttl", "acl.role_ttl", "acl.replication_token", "audit", "keyring", "sentinel", "ui", "plugin_dir", "server.client_introduction", "server.authoritative_region", "server.acl_token_gc_threshold",
        "server.root_key_", "server.oidc_issuer", "server.csi_", "server.non_voting_server", "server.redundancy_zone",
        "client.host_volumes_dir", "client.host_volume_plugin_dir", "client.common_plugin_dir", "client.gc_volumes_on_node_gc", "client.client_min_port",
        "client.client_max_port", "client.cni_path", "client.cni_config_dir", "client.bridge_network_subnet", "client.bridge_network_subnet_ipv6",
        "client.bind_wildcard_default_host_network", "client.alloc_mounts_dir", "client.template", "client.artifact", "client.users",
        "consul.grpc_address", "consul.grpc_ca_file", "consul.share_ssl", "consul.service_identity", "consul.task_identity", "consul.service_auth_method",
        "consul.task_auth_method", "vault.jwt_auth_backend_path", "vault.default_identity", "vault.ca_path",
        "telemetry.include_alloc_metadata_in_metrics", "telemetry.allowed_metadata_keys_in_metrics", "telemetry.circonus_",

        // What this program has no use for: it works otherwise, or never tells anyone.
        "eventlog", "reporting", "server.license_path", "server.raft_boltdb", "server.raft_logstore", "server.non_production", "server.upgrade_version",
        "server.plan_apply_pipeline", "server.deploy_query_rate_limit", "server.start_timeout", "server.search.limit_query", "rpc", "log_include_location",
        "disable_anonymous_signature", "disable_update_check", "interfaces", "client.cpu_disable_dmidecode",
        "tls.rpc_upgrade_mode", "tls.tls_cipher_suites", "telemetry.in_memory_retention_period",
        "telemetry.disable_quota_utilization_metrics", "telemetry.disable_rpc_rate_metrics_labels", "telemetry.disable_allocation_hook_metrics",
    ];

    public static bool Covers(string key) => Beginnings.Any(start => key.StartsWith(start, StringComparison.Ordinal)
        && (start[^1] == '_' || key.Length == start.Length || key[start.Length] == '.'));
}
