namespace Nomad.Model.Jobs;

public sealed record JobChildrenSummary
{
    /// <summary>Of a job without children, as most are: one for all of them.</summary>
    public static JobChildrenSummary None { get; } = new();

    public long Pending { get; init; }

    public long Running { get; init; }

    public long Dead { get; init; }
}
