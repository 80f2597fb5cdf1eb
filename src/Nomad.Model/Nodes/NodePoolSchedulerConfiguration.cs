namespace Nomad.Model.Nodes;

public sealed record NodePoolSchedulerConfiguration
{
    public string SchedulerAlgorithm { get; init; } = "";

    public bool? MemoryOversubscriptionEnabled { get; init; }
}
