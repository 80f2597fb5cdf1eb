namespace Nomad.Model.Jobs;

public sealed record TaskGroupSummary
{
    public int Queued { get; init; }

    public int Complete { get; init; }

    public int Failed { get; init; }

    public int Running { get; init; }

    public int Starting { get; init; }

    public int Lost { get; init; }

    public int Unknown { get; init; }
}
