namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>reporting</c>.</summary>
public sealed record ReportingSettings
{
    /// <summary><c>reporting.address</c>.</summary>
    public string Address { get; init; } = "";

    /// <summary><c>reporting.export_interval</c>.</summary>
    public TimeSpan? ExportInterval { get; init; }

    /// <summary><c>reporting.snapshot_retention_time</c>.</summary>
    public TimeSpan? SnapshotRetentionTime { get; init; }

    /// <summary><c>reporting.disable_product_usage_reporting</c>.</summary>
    public bool? DisableProductUsageReporting { get; init; }

    /// <summary>The <c>reporting.license</c> block.</summary>
    public LicenseReportingSettings License { get; init; } = new();

    internal static ReportingSettings From(SettingsNode node) => new()
    {
        Address = node.Text("address", ""),
        ExportInterval = node.OptionalSpan("export_interval"),
        SnapshotRetentionTime = node.OptionalSpan("snapshot_retention_time"),
        DisableProductUsageReporting = node.Flag("disable_product_usage_reporting"),
        License = LicenseReportingSettings.From(node.Block("license")),
    };
}
