namespace Nomad.Model.Jobs;

/// <summary>When a task that is not a main task runs.</summary>
public static class LifecycleHooks
{
    public const string Prestart = "prestart";
    public const string Poststart = "poststart";
    public const string Poststop = "poststop";
}
