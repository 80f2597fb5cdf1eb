using Nomad.Rpc;
using Nomad.Server.Commands;
using Nomad.Server.Evaluations;
using Nomad.Server.State;

namespace Nomad.Server.Endpoints;

/// <summary>
/// Writes what clients report: at once while few do, gathered for a moment when many do, since thousands of nodes may report at
/// once and the log must not have an entry for each.
/// </summary>
internal sealed class AllocationReports(ServerContext context)
{
    /// <summary>How long reports are gathered when there are many.</summary>
    public static readonly TimeSpan Batch = TimeSpan.FromMilliseconds(20);

    /// <summary>Entries that need no gathering.</summary>
    private const int Burst = 64;

    /// <summary>Reports that may wait at once.</summary>
    public const int MaxWaiting = 100_000;

    /// <summary>Reports in one entry, which has a size limit.</summary>
    public const int MaxReports = 1000;

    private readonly Lock gate = new();
    private readonly Pace pace = new(Burst, Batch);
    private Dictionary<string, Allocation> waiting = [];
    private Task<ulong>? next;

    /// <summary>Completes with the index at which the reports were written.</summary>
    public Task<ulong> AddAsync(string nodeId, IReadOnlyList<Allocation> reports, CancellationToken cancel)
    {
        if (reports.Count == 0)
            return Task.FromResult(context.State.Index);
        var state = context.State.Snapshot();
        lock (gate)
        {
            if (waiting.Count + reports.Count > MaxWaiting)
                throw new RpcException($"{MaxWaiting} allocation updates are waiting already", 429);
            foreach (var report in reports)
            {
                // A node reports on its own allocations only.
                if (state.Allocation(report.ID) is not { } alloc || alloc.NodeID == nodeId)
                    waiting[report.ID] = report;
            }
            next ??= WriteAsync(pace.NextAt(context.Ports.Steady) - context.Ports.Steady);
            return next.WithinAsync(cancel);
        }
    }

    private async Task<ulong> WriteAsync(TimeSpan pause)
    {
        // Never inside the caller's lock.
        await Task.Yield();
        if (pause > TimeSpan.Zero)
            await Task.Delay(pause, context.Ports.Time);
        List<Allocation> reports;
        lock (gate)
        {
            pace.Sent(context.Ports.Steady);
            reports = [.. waiting.Values.OrderBy(alloc => alloc.ID, StringComparer.Ordinal)];
            waiting = [];
            next = null;
        }
        var state = context.State.Snapshot();
        var index = state.Index;
        foreach (var part in reports.Chunk(MaxReports))
        {
            var commit = await context.Proposer.ProposeAsync(
                new UpdateAllocationsFromClient(part, Evaluations(state, part), context.Ports.NowNanoseconds), CancellationToken.None);
            index = commit.Index;
        }
        return index;
    }

    private List<Evaluation> Evaluations(StateSnapshot state, IReadOnlyList<Allocation> reports)
    {
        var evaluations = new Dictionary<JobKey, Evaluation>();
        foreach (var report in reports)
        {
            if (state.Allocation(report.ID) is not { } alloc || Trigger(state, alloc, report) is not { } trigger)
                continue;
            var job = state.Job(alloc.Namespace, alloc.JobID) ?? alloc.Job;
            if (job is not null)
                evaluations.TryAdd(new(alloc.Namespace, alloc.JobID), NewEvaluation.For(job, trigger, context.Ports));
        }
        return [.. evaluations.Values];
    }

    private static string? Trigger(StateSnapshot state, Allocation alloc, Allocation report)
    {
        var job = state.Job(alloc.Namespace, alloc.JobID);
        if (alloc.ClientStatus == AllocClientStatus.Unknown && report.ClientStatus != AllocClientStatus.Unknown)
            return EvalTriggers.Reconnect;
        // Its client cannot go on with it, though it is to run; or ended it as it was told by a state that another was put in the place of.
        if (!alloc.IsServerTerminal() && (report.ClientStatus == AllocClientStatus.Lost ? alloc.ClientStatus != AllocClientStatus.Lost
            : report.ClientStatus == AllocClientStatus.Complete && !alloc.IsClientTerminal() && (job ?? alloc.Job)?.Type is JobTypes.Service or JobTypes.System))
            return job is null ? EvalTriggers.JobDeregister : EvalTriggers.AllocFailure;
        if (alloc.IsClientTerminal() || report.ClientStatus != AllocClientStatus.Failed || alloc.IsServerTerminal())
            return null;
        if (job is null)
            return EvalTriggers.JobDeregister;
        // In a running deployment the watcher decides whether a failed one is replaced.
        var group = job.Group(alloc.TaskGroup);
        return group?.ReschedulePolicy is { } policy && (policy.Unlimited || policy.Attempts > 0)
            || job.Type is JobTypes.System or JobTypes.Sysbatch ? EvalTriggers.AllocFailure : null;
    }
}
