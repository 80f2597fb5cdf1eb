using Nomad.Model.Scheduling;

namespace Nomad.Model.Requests;

public sealed record SchedulerConfigurationResponse
{
    public SchedulerConfiguration? SchedulerConfig { get; init; }

    public ulong Index { get; init; }

    public Duration LastContact { get; init; }

    public bool KnownLeader { get; init; }

    public string NextToken { get; init => field = value ?? ""; } = "";
}
