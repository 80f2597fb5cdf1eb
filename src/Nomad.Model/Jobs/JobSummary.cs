namespace Nomad.Model.Jobs;

public sealed record JobSummary
{
    public string JobID { get; init => field = value ?? ""; } = "";

    public string Namespace { get; init => field = value ?? ""; } = "";

    public IReadOnlyDictionary<string, TaskGroupSummary>? Summary { get; init; }

    public JobChildrenSummary? Children { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }
}
