namespace Nomad.Model.Services;

/// <summary>What a check says before its first look.</summary>
public static class CheckInitialStatus
{
    public const string Passing = "passing";
    public const string Warning = "warning";
    public const string Critical = "critical";
}
