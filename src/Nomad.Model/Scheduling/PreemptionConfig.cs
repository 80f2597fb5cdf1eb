namespace Nomad.Model.Scheduling;

public sealed record PreemptionConfig
{
    public bool SystemSchedulerEnabled { get; init; }

    public bool SysBatchSchedulerEnabled { get; init; }

    public bool BatchSchedulerEnabled { get; init; }

    public bool ServiceSchedulerEnabled { get; init; }
}
