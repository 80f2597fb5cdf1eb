namespace Nomad.Model.Jobs;

/// <remarks>
/// Env true; DisableFile false; Cluster default; ChangeMode restart (noop|signal); ChangeSignal SIGHUP; Role empty = cluster/JWT
/// default.
/// </remarks>
public sealed record Vault
{
    public string Role { get; init => field = value ?? ""; } = "";

    public string Namespace { get; init => field = value ?? ""; } = "";

    public string Cluster { get; init => field = value ?? ""; } = "";

    public bool Env { get; init; }

    public bool DisableFile { get; init; }

    public string ChangeMode { get; init => field = value ?? ""; } = "";

    public string ChangeSignal { get; init => field = value ?? ""; } = "";

    public bool AllowTokenExpiration { get; init; }
}
