namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>audit.sink</c>.</summary>
public sealed record AuditSinkSettings
{
    /// <summary>The label of the block.</summary>
    public string Name { get; init; } = "";

    /// <summary><c>audit.sink.delivery_guarantee</c>, default enforced.</summary>
    public string DeliveryGuarantee { get; init; } = "enforced";

    /// <summary><c>audit.sink.type</c>, default file.</summary>
    public string Type { get; init; } = "file";

    /// <summary><c>audit.sink.format</c>, default json.</summary>
    public string Format { get; init; } = "json";

    /// <summary><c>audit.sink.path</c>.</summary>
    public string Path { get; init; } = "";

    /// <summary><c>audit.sink.rotate_duration</c>, default 24h.</summary>
    public TimeSpan RotateDuration { get; init; } = TimeSpan.FromHours(24);

    /// <summary><c>audit.sink.rotate_bytes</c>.</summary>
    public int RotateBytes { get; init; }

    /// <summary><c>audit.sink.rotate_max_files</c>.</summary>
    public int RotateMaxFiles { get; init; }

    /// <summary><c>audit.sink.mode</c>.</summary>
    public string Mode { get; init; } = "";

    internal static AuditSinkSettings From(SettingsNode node) => new()
    {
        Name = node.Label,
        DeliveryGuarantee = node.Text("delivery_guarantee", "enforced"),
        Type = node.Text("type", "file"),
        Format = node.Text("format", "json"),
        Path = node.Text("path", ""),
        RotateDuration = node.Span("rotate_duration", TimeSpan.FromHours(24)),
        RotateBytes = node.Number("rotate_bytes", 0),
        RotateMaxFiles = node.Number("rotate_max_files", 0),
        Mode = node.Text("mode", ""),
    };
}
