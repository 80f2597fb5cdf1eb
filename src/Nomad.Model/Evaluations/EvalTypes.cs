namespace Nomad.Model.Evaluations;

/// <summary>Which scheduler an evaluation is for.</summary>
public static class EvalTypes
{
    public const string Service = "service";
    public const string Batch = "batch";
    public const string System = "system";
    public const string Core = "_core";
    public const string Sysbatch = "sysbatch";
}
