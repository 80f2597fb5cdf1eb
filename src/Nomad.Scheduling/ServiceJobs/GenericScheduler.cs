namespace Nomad.Scheduling.ServiceJobs;

internal sealed class GenericScheduler(bool batch) : IScheduler
{
    public SchedulerResult Process(IClusterSnapshot snapshot, Evaluation evaluation, SchedulingContext context) => throw new InvalidOperationException(batch ? "batch" : "service");
}
