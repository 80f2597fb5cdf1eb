namespace Nomad.Model.Deployments;

/// <summary>The roll-out of one version of a job.</summary>
public sealed record Deployment
{
    public string ID { get; init => field = value ?? ""; } = "";

    public string Namespace { get; init => field = value ?? ""; } = "";

    public string JobID { get; init => field = value ?? ""; } = "";

    public ulong JobVersion { get; init; }

    public ulong JobModifyIndex { get; init; }

    public ulong JobSpecModifyIndex { get; init; }

    public ulong JobCreateIndex { get; init; }

    public bool IsMultiregion { get; init; }

    public IReadOnlyDictionary<string, DeploymentState>? TaskGroups { get; init; }

    public string Status { get; init => field = value ?? ""; } = "";

    public string StatusDescription { get; init => field = value ?? ""; } = "";

    public int EvalPriority { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }

    public long CreateTime { get; init; }

    public long ModifyTime { get; init; }
}
