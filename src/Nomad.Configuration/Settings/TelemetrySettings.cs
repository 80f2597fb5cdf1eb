namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>telemetry</c>.</summary>
public sealed record TelemetrySettings
{
    /// <summary><c>telemetry.in_memory_collection_interval</c>, default 10s.</summary>
    public TimeSpan InMemoryCollectionInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary><c>telemetry.in_memory_retention_period</c>, default 1m.</summary>
    public TimeSpan InMemoryRetentionPeriod { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary><c>telemetry.statsite_address</c>.</summary>
    public string StatsiteAddr { get; init; } = "";

    /// <summary><c>telemetry.statsd_address</c>.</summary>
    public string StatsdAddr { get; init; } = "";

    /// <summary><c>telemetry.datadog_address</c>.</summary>
    public string DataDogAddr { get; init; } = "";

    /// <summary><c>telemetry.datadog_tags</c>.</summary>
    public IReadOnlyList<string> DataDogTags { get; init; } = [];

    /// <summary><c>telemetry.prometheus_metrics</c>, default false.</summary>
    public bool PrometheusMetrics { get; init; }

    /// <summary><c>telemetry.disable_hostname</c>, default false.</summary>
    public bool DisableHostname { get; init; }

    /// <summary><c>telemetry.use_node_name</c>, default false.</summary>
    public bool UseNodeName { get; init; }

    /// <summary><c>telemetry.collection_interval</c>, default 1s.</summary>
    public TimeSpan CollectionInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary><c>telemetry.publish_allocation_metrics</c>, default false.</summary>
    public bool PublishAllocationMetrics { get; init; }

    /// <summary><c>telemetry.publish_node_metrics</c>, default false.</summary>
    public bool PublishNodeMetrics { get; init; }

    /// <summary><c>telemetry.include_alloc_metadata_in_metrics</c>, default false.</summary>
    public bool IncludeAllocMetadataInMetrics { get; init; }

    /// <summary><c>telemetry.allowed_metadata_keys_in_metrics</c>.</summary>
    public IReadOnlyList<string> AllowedMetadataKeysInMetrics { get; init; } = [];

    /// <summary><c>telemetry.prefix_filter</c>.</summary>
    public IReadOnlyList<string> PrefixFilter { get; init; } = [];

    /// <summary><c>telemetry.filter_default</c>, default true.</summary>
    public bool FilterDefault { get; init; } = true;

    /// <summary><c>telemetry.disable_dispatched_job_summary_metrics</c>, default false.</summary>
    public bool DisableDispatchedJobSummaryMetrics { get; init; }

    /// <summary><c>telemetry.disable_quota_utilization_metrics</c>, default false.</summary>
    public bool DisableQuotaUtilizationMetrics { get; init; }

    /// <summary><c>telemetry.disable_rpc_rate_metrics_labels</c>, default false.</summary>
    public bool DisableRPCRateMetricsLabels { get; init; }

    /// <summary><c>telemetry.disable_allocation_hook_metrics</c>, default false.</summary>
    public bool DisableAllocationHookMetrics { get; init; }

    /// <summary><c>telemetry.circonus_api_token</c>.</summary>
    public Secret CirconusAPIToken { get; init; } = Secret.Empty;

    /// <summary><c>telemetry.circonus_api_app</c>, default nomad.</summary>
    public string CirconusAPIApp { get; init; } = "nomad";

    /// <summary><c>telemetry.circonus_api_url</c>.</summary>
    public string CirconusAPIURL { get; init; } = "";

    /// <summary><c>telemetry.circonus_submission_interval</c>.</summary>
    public TimeSpan? CirconusSubmissionInterval { get; init; }

    /// <summary><c>telemetry.circonus_submission_url</c>.</summary>
    public string CirconusCheckSubmissionURL { get; init; } = "";

    /// <summary><c>telemetry.circonus_check_id</c>.</summary>
    public string CirconusCheckID { get; init; } = "";

    /// <summary><c>telemetry.circonus_check_force_metric_activation</c>.</summary>
    public string CirconusCheckForceMetricActivation { get; init; } = "";

    /// <summary><c>telemetry.circonus_check_instance_id</c>.</summary>
    public string CirconusCheckInstanceID { get; init; } = "";

    /// <summary><c>telemetry.circonus_check_search_tag</c>, default service:nomad.</summary>
    public string CirconusCheckSearchTag { get; init; } = "service:nomad";

    /// <summary><c>telemetry.circonus_check_tags</c>.</summary>
    public string CirconusCheckTags { get; init; } = "";

    /// <summary><c>telemetry.circonus_check_display_name</c>, default Nomad.</summary>
    public string CirconusCheckDisplayName { get; init; } = "Nomad";

    /// <summary><c>telemetry.circonus_broker_id</c>.</summary>
    public string CirconusBrokerID { get; init; } = "";

    /// <summary><c>telemetry.circonus_broker_select_tag</c>.</summary>
    public string CirconusBrokerSelectTag { get; init; } = "";

    internal static TelemetrySettings From(SettingsNode node) => new()
    {
        InMemoryCollectionInterval = node.Span("in_memory_collection_interval", TimeSpan.FromSeconds(10)),
        InMemoryRetentionPeriod = node.Span("in_memory_retention_period", TimeSpan.FromMinutes(1)),
        StatsiteAddr = node.Text("statsite_address", ""),
        StatsdAddr = node.Text("statsd_address", ""),
        DataDogAddr = node.Text("datadog_address", ""),
        DataDogTags = node.List("datadog_tags", []),
        PrometheusMetrics = node.Flag("prometheus_metrics", false),
        DisableHostname = node.Flag("disable_hostname", false),
        UseNodeName = node.Flag("use_node_name", false),
        CollectionInterval = node.Span("collection_interval", TimeSpan.FromSeconds(1)),
        PublishAllocationMetrics = node.Flag("publish_allocation_metrics", false),
        PublishNodeMetrics = node.Flag("publish_node_metrics", false),
        IncludeAllocMetadataInMetrics = node.Flag("include_alloc_metadata_in_metrics", false),
        AllowedMetadataKeysInMetrics = node.List("allowed_metadata_keys_in_metrics", []),
        PrefixFilter = node.List("prefix_filter", []),
        FilterDefault = node.Flag("filter_default", true),
        DisableDispatchedJobSummaryMetrics = node.Flag("disable_dispatched_job_summary_metrics", false),
        DisableQuotaUtilizationMetrics = node.Flag("disable_quota_utilization_metrics", false),
        DisableRPCRateMetricsLabels = node.Flag("disable_rpc_rate_metrics_labels", false),
        DisableAllocationHookMetrics = node.Flag("disable_allocation_hook_metrics", false),
        CirconusAPIToken = node.Secret("circonus_api_token"),
        CirconusAPIApp = node.Text("circonus_api_app", "nomad"),
        CirconusAPIURL = node.Text("circonus_api_url", ""),
        CirconusSubmissionInterval = node.OptionalSpan("circonus_submission_interval"),
        CirconusCheckSubmissionURL = node.Text("circonus_submission_url", ""),
        CirconusCheckID = node.Text("circonus_check_id", ""),
        CirconusCheckForceMetricActivation = node.Text("circonus_check_force_metric_activation", ""),
        CirconusCheckInstanceID = node.Text("circonus_check_instance_id", ""),
        CirconusCheckSearchTag = node.Text("circonus_check_search_tag", "service:nomad"),
        CirconusCheckTags = node.Text("circonus_check_tags", ""),
        CirconusCheckDisplayName = node.Text("circonus_check_display_name", "Nomad"),
        CirconusBrokerID = node.Text("circonus_broker_id", ""),
        CirconusBrokerSelectTag = node.Text("circonus_broker_select_tag", ""),
    };
}
