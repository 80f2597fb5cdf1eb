namespace Nomad.Model.Jobs;

/// <remarks>
/// Defaults: ChangeMode restart (noop|signal|script), ChangeSignal upper-cased (SIGHUP default when signal mode), Splay 5s, Perms
/// 0644, LeftDelim {{, RightDelim }}, Envvars/Once/ErrMissingKey false.
/// </remarks>
public sealed record Template
{
    public string SourcePath { get; init => field = value ?? ""; } = "";

    public string DestPath { get; init => field = value ?? ""; } = "";

    public string EmbeddedTmpl { get; init => field = value ?? ""; } = "";

    public string ChangeMode { get; init => field = value ?? ""; } = "";

    public string ChangeSignal { get; init => field = value ?? ""; } = "";

    public ChangeScript? ChangeScript { get; init; }

    public bool Once { get; init; }

    public Duration Splay { get; init; }

    public string Perms { get; init => field = value ?? ""; } = "";

    public int? Uid { get; init; }

    public int? Gid { get; init; }

    public string LeftDelim { get; init => field = value ?? ""; } = "";

    public string RightDelim { get; init => field = value ?? ""; } = "";

    public bool Envvars { get; init; }

    public Duration VaultGrace { get; init; }

    public WaitConfig? Wait { get; init; }

    public bool ErrMissingKey { get; init; }
}
