namespace Nomad.Model.Nodes;

public sealed record NodePoolSchedulerConfiguration
{
    public string SchedulerAlgorithm { get; init => field = value ?? ""; } = "";

    public bool? MemoryOversubscriptionEnabled { get; init; }
}
