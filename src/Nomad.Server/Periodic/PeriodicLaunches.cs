using Nomad.Jobspec.Periodic;
using Nomad.Rpc;
using Nomad.Server.Commands;
using Nomad.Server.Evaluations;
using Nomad.Server.Replication;
using Nomad.Server.State;

namespace Nomad.Server.Periodic;

/// <summary>When periodic jobs start children, and how.</summary>
internal static class PeriodicLaunches
{
    /// <summary>A launch later than this was missed; a change of leaders takes less.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan[] LookBacks = [TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(31)];

    /// <summary>The first launch after a moment; null when the job is not periodic, not enabled, or never launches again.</summary>
    public static DateTimeOffset? Next(Job job, DateTimeOffset after)
    {
        if (job.Periodic is not { Enabled: true } periodic)
            return null;
        var zone = Zone(periodic.TimeZone);
        DateTimeOffset? next = null;
        foreach (var spec in periodic.Specs.OrEmpty().Append(periodic.Spec).Where(spec => spec.Length > 0))
        {
            if (CronExpression.TryParse(spec, out var cron) && cron!.Next(after, zone) is { } at && (next is null || at < next))
                next = at;
        }
        return next;
    }

    /// <summary>Several missed launches count as one: the latest that is not after <paramref name="now"/>. <paramref name="due"/> is one of them.</summary>
    public static DateTimeOffset LatestDue(Job job, DateTimeOffset due, DateTimeOffset now)
    {
        // A schedule of every second has thousands an hour: looked for from near the end, not one by one.
        foreach (var window in LookBacks)
        {
            if (now - window > due && Next(job, now - window) is { } near && near <= now)
            {
                due = near;
                break;
            }
        }
        while (Next(job, due) is { } later && later <= now)
            due = later;
        return due;
    }

    /// <summary>
    /// What to launch now, oldest first: of those that were missed, each to the limit or only the latest, as the job wants it. One that is late by a change
    /// of leaders is not missed.
    /// </summary>
    /// <param name="due">The first after the last launch, not after <paramref name="now"/>.</param>
    public static IReadOnlyList<(DateTimeOffset At, bool IsMissed)> Due(Job job, DateTimeOffset due, DateTimeOffset now)
    {
        if (job.Periodic?.Missed != MissedLaunches.All)
        {
            var latest = LatestDue(job, due, now);
            return [(latest, now - latest > Late)];
        }
        var all = new Queue<DateTimeOffset>();
        foreach (var window in LookBacks)
        {
            all = Between(job, now - window > due ? Next(job, now - window)!.Value : due, now);
            if (now - window <= due || all.Count == MissedLaunches.Most)
                break;
        }
        if (all.Count < MissedLaunches.Most)
            all = Between(job, due, now);
        return [.. all.Select(at => (at, now - at > Late))];
    }

    // The newest of them, as many as are made up for.
    private static Queue<DateTimeOffset> Between(Job job, DateTimeOffset first, DateTimeOffset now)
    {
        var found = new Queue<DateTimeOffset>();
        for (DateTimeOffset? at = first; at <= now; at = Next(job, at.Value))
        {
            if (found.Count == MissedLaunches.Most)
                found.Dequeue();
            found.Enqueue(at.Value);
        }
        return found;
    }

    /// <summary>A child still has work to do, so with prohibited overlap no other may start.</summary>
    public static bool HasRunningChild(StateSnapshot state, Job parent) =>
        state.Children(parent.Namespace, parent.ID).Any(child => child.Status != JobStatus.Dead
            && (state.EvaluationsOfJob(child.Namespace, child.ID).Any(eval => !eval.IsTerminal())
                || state.AllocationsOfJob(child.Namespace, child.ID).Any(alloc => !alloc.IsTerminal())));

    /// <summary>Starts the child of a launch time; false when that has been done, by whomever. Two leaders who do it at once start one.</summary>
    public static async Task<bool> LaunchAsync(Proposer proposer, StateStore state, ServerPorts ports, Job parent, DateTimeOffset at, CancellationToken cancel)
    {
        if (IsLaunched())
            return false;
        try
        {
            await RegisterAsync(proposer, ports, Child(parent, at, ports.NowNanoseconds), onlyAt: 0, cancel);
            return true;
        }
        catch (RpcException) when (IsLaunched())
        {
            return false;
        }

        bool IsLaunched() => state.Snapshot().Job(parent.Namespace, ChildId(parent, at)) is not null;
    }

    /// <summary>
    /// Starts a child now, whatever else runs. Children are named by the second: one that is there already is left alone, and the next free second taken.
    /// </summary>
    public static async Task<(string EvaluationID, ulong Index)> ForceAsync(
        Proposer proposer, StateStore state, ServerPorts ports, Job parent, CancellationToken cancel)
    {
        var now = ports.Now;
        for (var at = now; ; at = at.AddSeconds(1))
        {
            if (state.Snapshot().Job(parent.Namespace, ChildId(parent, at)) is not null)
                continue;
            try
            {
                var launched = await RegisterAsync(proposer, ports, Child(parent, at, ports.NowNanoseconds), onlyAt: 0, cancel);
                await proposer.ProposeAsync(new RecordPeriodicLaunch(parent.Namespace, parent.ID, now.UnixNanoseconds()), cancel);
                return launched;
            }
            catch (RpcException) when (state.Snapshot().Job(parent.Namespace, ChildId(parent, at)) is not null)
            {
                // Another who asked at the same time has this second.
            }
        }
    }

    private static async Task<(string EvaluationID, ulong Index)> RegisterAsync(Proposer proposer, ServerPorts ports, Job child, ulong onlyAt, CancellationToken cancel)
    {
        var eval = child.IsParameterized() ? null : NewEvaluation.For(child, EvalTriggers.PeriodicJob, ports);
        var commit = await proposer.ProposeAsync(new RegisterJob(child, null, eval) { OnlyAt = onlyAt }, cancel);
        return (eval?.ID ?? "", commit.Index);
    }

    public static string ChildId(Job parent, DateTimeOffset at) => $"{parent.ID}/periodic-{at.ToUnixTimeSeconds()}";

    private static Job Child(Job parent, DateTimeOffset at, long now)
    {
        var id = ChildId(parent, at);
        return parent with
        {
            ID = id,
            Name = id,
            ParentID = parent.ID,
            Periodic = null,
            Status = "",
            StatusDescription = "",
            Stable = false,
            VersionTag = null,
            SubmitTime = now,
        };
    }

    private static TimeZoneInfo Zone(string name) =>
        name.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;
}
