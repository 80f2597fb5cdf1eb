namespace Nomad.Model.Jobs;

public sealed record JobChildrenSummary
{
    public long Pending { get; init; }

    public long Running { get; init; }

    public long Dead { get; init; }
}
