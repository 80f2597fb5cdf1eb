namespace Nomad.Model.Jobs;

/// <summary>What a region whose deployment failed means to the others (<c>multiregion { strategy { on_failure } }</c>).</summary>
public static class RegionFailure
{
    /// <summary>Those after it in order fail too.</summary>
    public const string FailLater = "";
    public const string FailAll = "fail_all";

    /// <summary>Nobody else fails; those that are done wait for somebody's word.</summary>
    public const string FailLocal = "fail_local";

    public static bool IsKnown(string text) => text is FailLater or FailAll or FailLocal;
}
