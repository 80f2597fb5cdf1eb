namespace Nomad.Model.Jobs;

/// <remarks>
/// NamespacedID = {ID, Namespace}. GroupCountSum = sum of group counts (system: number of allocs' nodes); ChildStatuses null unless
/// parent; IsPack when Meta has pack.name-style keys.
/// </remarks>
public sealed record JobStatusesJob
{
    public string ID { get; init => field = value ?? ""; } = "";

    public string Namespace { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";

    public string Type { get; init => field = value ?? ""; } = "";

    public string NodePool { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string>? Datacenters { get; init; }

    public int Priority { get; init; }

    public ulong Version { get; init; }

    public long SubmitTime { get; init; }

    public ulong ModifyIndex { get; init; }

    public IReadOnlyList<JobStatusesAlloc>? Allocs { get; init; }

    public int GroupCountSum { get; init; }

    public IReadOnlyList<string>? ChildStatuses { get; init; }

    public string ParentID { get; init => field = value ?? ""; } = "";

    public JobStatusesLatestDeployment? LatestDeployment { get; init; }

    public bool Stop { get; init; }

    public bool IsPack { get; init; }

    public string Status { get; init => field = value ?? ""; } = "";
}
