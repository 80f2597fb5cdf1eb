namespace Nomad.Model.Jobs;

/// <summary>How much a task insists on cores of one memory node.</summary>
public static class NumaAffinities
{
    public const string None = "none";
    public const string Prefer = "prefer";
    public const string Require = "require";
}
