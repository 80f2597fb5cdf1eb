namespace Nomad.Scheduling;

/// <summary>
/// Turns what a job asks and what is there into a plan. Pure: the same snapshot, evaluation and context give the same result. An instance
/// holds no state and serves any number of threads.
/// </summary>
public interface IScheduler
{
    /// <summary>
    /// Works out one attempt. When the plan was committed only in part, call again with a snapshot at the refresh index, at most
    /// <see cref="Schedulers.Attempts"/> times without progress, then take <see cref="Schedulers.GiveUp"/>.
    /// </summary>
    SchedulerResult Process(IClusterSnapshot snapshot, Evaluation evaluation, SchedulingContext context);
}
