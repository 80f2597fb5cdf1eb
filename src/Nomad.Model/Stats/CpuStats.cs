namespace Nomad.Model.Stats;

public sealed record CpuStats
{
    public double SystemMode { get; init; }

    public double UserMode { get; init; }

    public double TotalTicks { get; init; }

    public ulong ThrottledPeriods { get; init; }

    public ulong ThrottledTime { get; init; }

    public double Percent { get; init; }

    public IReadOnlyList<string>? Measured { get; init; }
}
