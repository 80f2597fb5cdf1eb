namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>audit.filter</c>.</summary>
public sealed record AuditFilterSettings
{
    /// <summary>The label of the block.</summary>
    public string Name { get; init; } = "";

    /// <summary><c>audit.filter.type</c>, default HTTPEvent.</summary>
    public string Type { get; init; } = "HTTPEvent";

    /// <summary><c>audit.filter.endpoints</c>.</summary>
    public IReadOnlyList<string> Endpoints { get; init; } = [];

    /// <summary><c>audit.filter.stages</c>.</summary>
    public IReadOnlyList<string> Stages { get; init; } = [];

    /// <summary><c>audit.filter.operations</c>.</summary>
    public IReadOnlyList<string> Operations { get; init; } = [];

    internal static AuditFilterSettings From(SettingsNode node) => new()
    {
        Name = node.Label,
        Type = node.Text("type", "HTTPEvent"),
        Endpoints = node.List("endpoints", []),
        Stages = node.List("stages", []),
        Operations = node.List("operations", []),
    };
}
