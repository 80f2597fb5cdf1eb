namespace Nomad.Model.Jobs;

public sealed record JobScaleStatus
{
    public string JobID { get; init => field = value ?? ""; } = "";

    public string Namespace { get; init => field = value ?? ""; } = "";

    public ulong JobCreateIndex { get; init; }

    public ulong JobModifyIndex { get; init; }

    public bool JobStopped { get; init; }

    public IReadOnlyDictionary<string, TaskGroupScaleStatus>? TaskGroups { get; init; }
}
