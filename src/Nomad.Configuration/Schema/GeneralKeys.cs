namespace Nomad.Configuration.Schema;

/// <summary>Keys of the agent configuration, one a line: block, key (<c>-</c> for the block itself), type, and whether only old releases had it.</summary>
internal static class GeneralKeys
{
    public const string Rows = """
        - region string
        - datacenter string
        - name string
        - data_dir path
        - plugin_dir path
        - log_level string
        - log_json bool
        - log_file path
        - log_include_location bool
        - log_rotate_duration duration
        - log_rotate_bytes int
        - log_rotate_max_files int
        - bind_addr string
        - enable_debug bool
        ports - block
        ports http int
        ports rpc int
        ports serf int
        addresses - block
        addresses http string
        addresses rpc string
        addresses serf string
        advertise - block
        advertise http string
        advertise rpc string
        advertise serf string
        rpc - block
        rpc accept_backlog int
        rpc keep_alive_interval duration
        rpc connection_write_timeout duration
        rpc stream_open_timeout duration
        rpc stream_close_timeout duration
        rpc dial_timeout duration
        acl - block
        acl enabled bool
        acl token_ttl duration
        acl policy_ttl duration
        acl role_ttl duration
        acl replication_token string
        acl token_min_expiration_ttl duration
        acl token_max_expiration_ttl duration
        telemetry - block
        telemetry in_memory_collection_interval duration
        telemetry in_memory_retention_period duration
        telemetry statsite_address string
        telemetry statsd_address string
        telemetry datadog_address string
        telemetry datadog_tags list
        telemetry prometheus_metrics bool
        telemetry disable_hostname bool
        telemetry use_node_name bool
        telemetry collection_interval duration
        telemetry publish_allocation_metrics bool
        telemetry publish_node_metrics bool
        telemetry include_alloc_metadata_in_metrics bool
        telemetry allowed_metadata_keys_in_metrics list
        telemetry prefix_filter list
        telemetry filter_default bool
        telemetry disable_dispatched_job_summary_metrics bool
        telemetry disable_quota_utilization_metrics bool
        telemetry disable_rpc_rate_metrics_labels bool
        telemetry disable_allocation_hook_metrics bool
        telemetry circonus_api_token string
        telemetry circonus_api_app string
        telemetry circonus_api_url string
        telemetry circonus_submission_interval duration
        telemetry circonus_submission_url string
        telemetry circonus_check_id string
        telemetry circonus_check_force_metric_activation string
        telemetry circonus_check_instance_id string
        telemetry circonus_check_search_tag string
        telemetry circonus_check_tags string
        telemetry circonus_check_display_name string
        telemetry circonus_broker_id string
        telemetry circonus_broker_select_tag string
        - leave_on_interrupt bool
        - leave_on_terminate bool
        - enable_syslog bool
        - syslog_facility string
        - disable_update_check bool
        - disable_anonymous_signature bool
        tls - block
        tls http bool
        tls rpc bool
        tls verify_server_hostname bool
        tls ca_file path
        tls cert_file path
        tls key_file path
        tls rpc_upgrade_mode bool
        tls verify_https_client bool
        tls tls_cipher_suites string
        tls tls_min_version string
        - http_api_response_headers map
        limits - block
        limits https_handshake_timeout duration
        limits http_max_conns_per_client int
        limits rpc_handshake_timeout duration
        limits rpc_max_conns_per_client int
        eventlog - block
        eventlog enabled bool
        eventlog level string
        atlas - block legacy
        atlas infrastructure string legacy
        atlas token string legacy
        atlas join bool legacy
        atlas endpoint string legacy
        - interfaces block legacy
        tls tls_prefer_server_cipher_suites bool legacy
        """;
}
