namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>client.template</c>.</summary>
public sealed record TemplateSettings
{
    /// <summary><c>client.template.function_denylist</c>, default executeTemplate,plugin,writeToFile.</summary>
    public IReadOnlyList<string> FunctionDenylist { get; init; } = ["executeTemplate", "plugin", "writeToFile"];

    /// <summary><c>client.template.disable_file_sandbox</c>, default false.</summary>
    public bool DisableSandbox { get; init; }

    /// <summary><c>client.template.max_stale</c>, default 87600h.</summary>
    public TimeSpan MaxStale { get; init; } = TimeSpan.FromHours(87600);

    /// <summary><c>client.template.block_query_wait</c>, default 5m.</summary>
    public TimeSpan BlockQueryWait { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary><c>client.template.vault_default_lease_duration</c>, default 5m.</summary>
    public TimeSpan VaultDefaultLeaseDuration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary><c>client.template.use_client_consul_token</c>, default false.</summary>
    public bool UseClientConsulToken { get; init; }

    /// <summary>The <c>client.template.wait</c> block, null when absent.</summary>
    public WaitSettings? Wait { get; init; }

    /// <summary>The <c>client.template.wait_bounds</c> block, null when absent.</summary>
    public WaitSettings? WaitBounds { get; init; }

    /// <summary>The <c>client.template.consul_retry</c> block.</summary>
    public RetrySettings ConsulRetry { get; init; } = new();

    /// <summary>The <c>client.template.vault_retry</c> block.</summary>
    public RetrySettings VaultRetry { get; init; } = new();

    /// <summary>The <c>client.template.nomad_retry</c> block.</summary>
    public RetrySettings NomadRetry { get; init; } = new();

    internal static TemplateSettings From(SettingsNode node) => new()
    {
        FunctionDenylist = node.ListOrOlder("function_denylist", "function_blacklist", ["executeTemplate", "plugin", "writeToFile"]),
        DisableSandbox = node.Flag("disable_file_sandbox", false),
        MaxStale = node.Span("max_stale", TimeSpan.FromHours(87600)),
        BlockQueryWait = node.Span("block_query_wait", TimeSpan.FromMinutes(5)),
        VaultDefaultLeaseDuration = node.Span("vault_default_lease_duration", TimeSpan.FromMinutes(5)),
        UseClientConsulToken = node.Flag("use_client_consul_token", false),
        Wait = node.OptionalBlock("wait") is { } wait ? WaitSettings.From(wait) : null,
        WaitBounds = node.OptionalBlock("wait_bounds") is { } waitBounds ? WaitSettings.From(waitBounds) : null,
        ConsulRetry = RetrySettings.From(node.Block("consul_retry")),
        VaultRetry = RetrySettings.From(node.Block("vault_retry")),
        NomadRetry = RetrySettings.From(node.Block("nomad_retry")),
    };
}
