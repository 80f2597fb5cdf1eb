using Nomad.Model.Scheduling;

namespace Nomad.Model.Requests;

public sealed record SchedulerConfigurationResponse
{
    public SchedulerConfiguration? SchedulerConfig { get; init; }
}
