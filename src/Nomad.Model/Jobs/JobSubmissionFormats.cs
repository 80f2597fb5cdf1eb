namespace Nomad.Model.Jobs;

/// <summary>The language a job file was written in.</summary>
public static class JobSubmissionFormats
{
    public const string Hcl2 = "hcl2";
    public const string Json = "json";
    public const string Hcl1 = "hcl1";
}
