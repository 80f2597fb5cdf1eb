namespace Nomad.Scheduling.SystemJobs;

internal sealed class SystemScheduler(bool sysbatch) : IScheduler
{
    public SchedulerResult Process(IClusterSnapshot snapshot, Evaluation evaluation, SchedulingContext context) => throw new InvalidOperationException(sysbatch ? "sysbatch" : "system");
}
