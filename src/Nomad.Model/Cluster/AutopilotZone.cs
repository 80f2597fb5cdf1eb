namespace Nomad.Model.Cluster;

public sealed record AutopilotZone
{
    public IReadOnlyList<string>? Servers { get; init; }

    public IReadOnlyList<string>? Voters { get; init; }

    public int FailureTolerance { get; init; }
}
