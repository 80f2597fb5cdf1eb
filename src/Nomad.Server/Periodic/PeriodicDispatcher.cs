using Nomad.Rpc;
using Nomad.Server.Replication;
using Nomad.Server.State;

namespace Nomad.Server.Periodic;

/// <summary>Starts children of periodic jobs in time, on the leader. What a former leader missed is made up for once.</summary>
public sealed class PeriodicDispatcher(StateStore state, Proposer proposer, ServerPorts ports)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly ILog log = ports.Log.For("nomad.periodic");
    private readonly Permits changed = new(0, most: 1);

    /// <summary>A periodic job was written.</summary>
    public void Wake() => changed.Release();

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var next = await LaunchDueAsync(stop);
            var wait = next - ports.Now;
            using var timer = new CancellationTokenSource(wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1), ports.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stop);
            try
            {
                await changed.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                // A launch is due.
            }
        }
    }

    /// <summary>Launches what is due; answers when to look again.</summary>
    internal async Task<DateTimeOffset> LaunchDueAsync(CancellationToken stop)
    {
        var snapshot = state.Snapshot();
        var now = ports.Now;
        var next = now + Longest;
        foreach (var job in snapshot.Jobs().Where(job => job.IsPeriodic() && !job.Stop).ToList())
        {
            try
            {
                var due = await LaunchIfDueAsync(snapshot, job, now, stop);
                next = due < next ? due : next;
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                // One bad job must not keep the others from their times.
                log.Error($"failed to launch periodic job: job=\"{job.ID}\" error=\"{problem.Message}\"");
            }
        }
        return next;
    }

    private async Task<DateTimeOffset> LaunchIfDueAsync(StateSnapshot snapshot, Job job, DateTimeOffset now, CancellationToken stop)
    {
        // What was due while the job was stopped, or by a schedule it had before, was not missed.
        var last = Math.Max(snapshot.PeriodicLaunch(job.Namespace, job.ID)?.LaunchTime ?? 0, job.SubmitTime);
        var due = PeriodicLaunches.Next(job, Facts.FromUnixNanoseconds(last)) ?? DateTimeOffset.MaxValue;
        if (due > now)
            return due;
        foreach (var (at, isMissed) in PeriodicLaunches.Due(job, due, now))
            await LaunchAsync(job, at, isMissed, stop);
        return PeriodicLaunches.Next(job, now) ?? DateTimeOffset.MaxValue;
    }

    private async Task LaunchAsync(Job job, DateTimeOffset at, bool isMissed, CancellationToken stop)
    {
        try
        {
            if (Hindrance(job, at, isMissed) is { } reason)
                log.Debug($"skipping launch of periodic job because {reason}: job=\"{job.ID}\" launch_time={at:O}");
            else if (await PeriodicLaunches.LaunchAsync(proposer, state, ports, job, at, stop))
                log.Debug($"launched periodic job: job=\"{job.ID}\" launch_time={at:O}");
            // Also when a former leader launched it and did not come to say so.
            await proposer.ProposeAsync(new Commands.RecordPeriodicLaunch(job.Namespace, job.ID, at.UnixNanoseconds()), stop);
        }
        catch (RpcException problem)
        {
            log.Error($"failed to launch periodic job: job=\"{job.ID}\" error=\"{problem.Message}\"");
        }
    }

    private string? Hindrance(Job job, DateTimeOffset at, bool isMissed)
    {
        // With the launches before this one.
        var snapshot = state.Snapshot();
        if (isMissed && job.Periodic!.Missed == MissedLaunches.Skip)
            return "its time was missed";
        if (job.Periodic!.ProhibitOverlap && PeriodicLaunches.HasRunningChild(snapshot, job))
            return "job prohibits overlap";
        return ConcurrencyLimit.Of(job) is { Overflow: ConcurrencyOverflows.Skip } limit && snapshot.LiveChildren(job).Count() >= limit.Limit
            ? $"its children are as many as may be, {limit.Limit}" : null;
    }
}
