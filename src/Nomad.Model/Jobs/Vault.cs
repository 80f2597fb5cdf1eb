namespace Nomad.Model.Jobs;

/// <remarks>
/// Env true; DisableFile false; Cluster default; ChangeMode restart (noop|signal); ChangeSignal SIGHUP; Role empty = cluster/JWT
/// default.
/// </remarks>
public sealed record Vault
{
    public string Role { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string Cluster { get; init; } = "";

    public bool Env { get; init; }

    public bool DisableFile { get; init; }

    public string ChangeMode { get; init; } = "";

    public string ChangeSignal { get; init; } = "";

    public bool AllowTokenExpiration { get; init; }
}
