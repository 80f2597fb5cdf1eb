namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>reporting.license</c>.</summary>
public sealed record LicenseReportingSettings
{
    /// <summary><c>reporting.license.enabled</c>.</summary>
    public bool? Enabled { get; init; }

    internal static LicenseReportingSettings From(SettingsNode node) => new()
    {
        Enabled = node.Flag("enabled"),
    };
}
