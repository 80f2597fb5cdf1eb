namespace Nomad.Model.Jobs;

/// <summary>What a task gets to know of a changed template, Vault token or identity (<see cref="Script"/>: templates only).</summary>
public static class ChangeModes
{
    public const string Noop = "noop";
    public const string Restart = "restart";
    public const string Signal = "signal";
    public const string Script = "script";
}
