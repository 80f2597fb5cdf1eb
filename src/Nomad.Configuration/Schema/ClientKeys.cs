namespace Nomad.Configuration.Schema;

/// <summary>Keys of the agent configuration, one a line: block, key (<c>-</c> for the block itself), type, and whether only old releases had it.</summary>
internal static class ClientKeys
{
    public const string Rows = """
        client - block
        client enabled bool
        client state_dir path
        client alloc_dir path
        client alloc_mounts_dir path
        client host_volumes_dir path
        client host_volume_plugin_dir path
        client common_plugin_dir path
        client servers list
        client node_class string
        client node_pool string
        client options map
        client meta map
        client chroot_env map
        client network_interface string
        client preferred_address_family string
        client network_speed int
        client cpu_disable_dmidecode bool
        client cpu_total_compute int
        client memory_total_mb int
        client disk_total_mb int
        client disk_free_mb int
        client reservable_cores string
        client max_kill_timeout duration
        client client_max_port int
        client client_min_port int
        client max_dynamic_port int
        client min_dynamic_port int
        client.reserved - block
        client.reserved cpu int
        client.reserved memory int
        client.reserved disk int
        client.reserved reserved_ports string
        client.reserved cores string
        client gc_interval duration
        client gc_parallel_destroys int
        client gc_disk_usage_threshold float
        client gc_inode_usage_threshold float
        client gc_max_allocs int
        client gc_volumes_on_node_gc bool
        client no_host_uuid bool
        client disable_remote_exec bool
        client.template - block
        client.template function_denylist list
        client.template function_blacklist list legacy
        client.template disable_file_sandbox bool
        client.template max_stale duration
        client.template block_query_wait duration
        client.template.wait - block
        client.template.wait min duration
        client.template.wait max duration
        client.template.wait_bounds - block
        client.template.wait_bounds min duration
        client.template.wait_bounds max duration
        client.template.consul_retry - block
        client.template.consul_retry attempts int
        client.template.consul_retry backoff duration
        client.template.consul_retry max_backoff duration
        client.template vault_default_lease_duration duration
        client.template.vault_retry - block
        client.template.vault_retry attempts int
        client.template.vault_retry backoff duration
        client.template.vault_retry max_backoff duration
        client.template.nomad_retry - block
        client.template.nomad_retry attempts int
        client.template.nomad_retry backoff duration
        client.template.nomad_retry max_backoff duration
        client.template use_client_consul_token bool
        client.server_join - block
        client.server_join start_join list
        client.server_join retry_join list
        client.server_join retry_max int
        client.server_join retry_interval duration
        client.host_volume - labelled
        client.host_volume path string
        client.host_volume read_only bool
        client cni_path path
        client cni_config_dir path
        client bridge_network_name string
        client bridge_network_subnet string
        client bridge_network_subnet_ipv6 string
        client bridge_network_hairpin_mode bool
        client.host_network - labelled
        client.host_network cidr string
        client.host_network interface string
        client.host_network reserved_ports string
        client bind_wildcard_default_host_network bool
        client cgroup_parent string
        client nomad_service_discovery bool
        client.artifact - block
        client.artifact http_read_timeout duration
        client.artifact http_max_size size
        client.artifact gcs_timeout duration
        client.artifact git_timeout duration
        client.artifact hg_timeout duration
        client.artifact s3_timeout duration
        client.artifact decompression_file_count_limit int
        client.artifact decompression_size_limit size
        client.artifact disable_artifact_inspection bool
        client.artifact disable_filesystem_isolation bool
        client.artifact filesystem_isolation_extra_paths list
        client.artifact set_environment_variables string
        client.drain_on_shutdown - block
        client.drain_on_shutdown deadline duration
        client.drain_on_shutdown force bool
        client.drain_on_shutdown ignore_system_jobs bool
        client.users - block
        client.users dynamic_user_min int
        client.users dynamic_user_max int
        client node_max_allocs int
        client log_file path legacy
        client.fingerprint - labelled
        client.fingerprint retry_interval duration
        client.fingerprint retry_attempts int
        client.fingerprint exit_on_failure bool
        client default_ineligible bool
        client node_id string legacy
        client stats block legacy
        client.stats data_points int legacy
        client.stats collection_interval duration legacy
        client.reserved iops int legacy
        """;
}
