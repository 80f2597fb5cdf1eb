namespace Nomad.Model.Stats;

public sealed record HostCPUStats
{
    public string CPU { get; init => field = value ?? ""; } = "";

    public double User { get; init; }

    public double System { get; init; }

    public double Idle { get; init; }

    public double TotalPercent { get; init; }

    public double TotalTicks { get; init; }
}
