namespace Nomad.Model.Services;

/// <summary>How much the checks of a service matter to a deployment.</summary>
public static class OnUpdateModes
{
    public const string RequireHealthy = "require_healthy";
    public const string IgnoreWarnings = "ignore_warnings";
    public const string Ignore = "ignore";
}
