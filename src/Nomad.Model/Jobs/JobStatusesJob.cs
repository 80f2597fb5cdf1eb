namespace Nomad.Model.Jobs;

/// <remarks>
/// NamespacedID = {ID, Namespace}. GroupCountSum = sum of group counts (system: number of allocs' nodes); ChildStatuses null unless
/// parent; IsPack when Meta has pack.name-style keys.
/// </remarks>
public sealed record JobStatusesJob
{
    public string ID { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string Name { get; init; } = "";

    public string Type { get; init; } = "";

    public string NodePool { get; init; } = "";

    public IReadOnlyList<string>? Datacenters { get; init; }

    public int Priority { get; init; }

    public ulong Version { get; init; }

    public long SubmitTime { get; init; }

    public ulong ModifyIndex { get; init; }

    public IReadOnlyList<JobStatusesAlloc>? Allocs { get; init; }

    public int GroupCountSum { get; init; }

    public IReadOnlyList<string>? ChildStatuses { get; init; }

    public string ParentID { get; init; } = "";

    public JobStatusesLatestDeployment? LatestDeployment { get; init; }

    public bool Stop { get; init; }

    public bool IsPack { get; init; }

    public string Status { get; init; } = "";
}
