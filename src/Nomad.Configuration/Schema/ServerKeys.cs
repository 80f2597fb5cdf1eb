namespace Nomad.Configuration.Schema;

/// <summary>Keys of the agent configuration, one a line: block, key (<c>-</c> for the block itself), type, and whether only old releases had it.</summary>
internal static class ServerKeys
{
    public const string Rows = """
        server - block
        server enabled bool
        server authoritative_region string
        server bootstrap_expect int
        server.client_introduction - block
        server.client_introduction enforcement string
        server.client_introduction default_identity_ttl duration
        server.client_introduction max_identity_ttl duration
        server data_dir path
        server protocol_version int legacy
        server raft_protocol int
        server raft_multiplier int
        server raft_election_timeout duration
        server num_schedulers int
        server enabled_schedulers list
        server node_gc_threshold duration
        server job_gc_interval duration
        server job_gc_threshold duration
        server eval_gc_threshold duration
        server batch_eval_gc_threshold duration
        server deployment_gc_threshold duration
        server csi_volume_claim_gc_interval duration
        server csi_volume_claim_gc_threshold duration
        server csi_plugin_gc_threshold duration
        server acl_token_gc_threshold duration
        server root_key_gc_interval duration
        server root_key_gc_threshold duration
        server root_key_rotation_threshold duration
        server heartbeat_grace duration
        server min_heartbeat_ttl duration
        server max_heartbeats_per_second float
        server failover_heartbeat_ttl duration
        server start_join list legacy
        server retry_join list legacy
        server retry_max int legacy
        server retry_interval duration legacy
        server rejoin_after_leave bool
        server non_voting_server bool
        server redundancy_zone string
        server upgrade_version string
        server encrypt string
        server.server_join - block
        server.server_join start_join list
        server.server_join retry_join list
        server.server_join retry_max int
        server.server_join retry_interval duration
        server.default_scheduler_config - block
        server.default_scheduler_config scheduler_algorithm string
        server.default_scheduler_config.preemption_config - block
        server.default_scheduler_config.preemption_config system_scheduler_enabled bool
        server.default_scheduler_config.preemption_config sysbatch_scheduler_enabled bool
        server.default_scheduler_config.preemption_config batch_scheduler_enabled bool
        server.default_scheduler_config.preemption_config service_scheduler_enabled bool
        server.default_scheduler_config memory_oversubscription_enabled bool
        server.default_scheduler_config reject_job_registration bool
        server.default_scheduler_config pause_eval_broker bool
        server.default_scheduler_config node_limit_for_feasibility_checks int
        server.plan_rejection_tracker - block
        server.plan_rejection_tracker enabled bool
        server.plan_rejection_tracker node_threshold int
        server.plan_rejection_tracker node_window duration
        server plan_apply_pipeline int
        server enable_event_broker bool
        server event_buffer_size int
        server license_path path
        server.search - block
        server.search fuzzy_enabled bool
        server.search limit_query int
        server.search limit_results int
        server.search min_term_length int
        server deploy_query_rate_limit float
        server.raft_logstore - block
        server.raft_logstore backend string
        server.raft_logstore.boltdb - block
        server.raft_logstore.boltdb no_freelist_sync bool
        server.raft_logstore.wal - block
        server.raft_logstore.wal segment_size_mb int
        server.raft_logstore disable_log_cache bool
        server.raft_logstore.verification - block
        server.raft_logstore.verification enabled bool
        server.raft_logstore.verification interval string
        server.raft_boltdb - block legacy
        server.raft_boltdb no_freelist_sync bool legacy
        server raft_snapshot_threshold int
        server raft_snapshot_interval duration
        server raft_trailing_logs int
        server job_default_priority int
        server job_max_priority int
        server job_max_count int
        server job_max_source_size size
        server job_tracked_versions int
        server oidc_issuer string
        server start_timeout duration
        server log_file path legacy
        server non_production bool
        """;
}
