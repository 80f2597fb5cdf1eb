namespace Nomad.Model.Jobs;

/// <remarks>
/// Format: hcl2 | json (hcl1 legacy). Source+variables limited to job_max_source_size (1M default; over → dropped with a warning job
/// source size of X exceeds maximum of Y and will be discarded; 0 disables).
/// </remarks>
public sealed record JobSubmission
{
    public string Source { get; init => field = value ?? ""; } = "";

    public string Format { get; init => field = value ?? ""; } = "";

    public IReadOnlyDictionary<string, string>? VariableFlags { get; init; }

    public string Variables { get; init => field = value ?? ""; } = "";

    public string Namespace { get; init => field = value ?? ""; } = "";

    public string JobID { get; init => field = value ?? ""; } = "";

    public ulong Version { get; init; }

    public ulong JobModifyIndex { get; init; }
}
