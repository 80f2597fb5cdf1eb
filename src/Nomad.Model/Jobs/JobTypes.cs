namespace Nomad.Model.Jobs;

/// <summary>Which scheduler places a job.</summary>
public static class JobTypes
{
    public const string Service = "service";
    public const string Batch = "batch";
    public const string System = "system";
    public const string Sysbatch = "sysbatch";
}
