namespace Nomad.Model.Jobs;

public sealed record JobSummary
{
    public string JobID { get; init; } = "";

    public string Namespace { get; init; } = "";

    public IReadOnlyDictionary<string, TaskGroupSummary>? Summary { get; init; }

    public JobChildrenSummary? Children { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }
}
