namespace Nomad.Model.Services;

/// <summary>What the result of a check counts for.</summary>
public static class CheckResultModes
{
    public const string Healthiness = "healthiness";
    public const string Readiness = "readiness";
}
