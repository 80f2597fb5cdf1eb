using Nomad.Client.LocalState;
using Nomad.Model.Allocations;
using Nomad.Model.Json;
using Nomad.Model.Logging;
using Nomad.Rpc;

namespace Nomad.Client.Allocations;

/// <summary>
/// Sends news of allocations to the servers, the latest of each. A change of client status leaves at once, and when there were
/// many of them, once in <see cref="Tick"/>; other news wait up to <see cref="SlowTick"/> for company. Posting is thread safe and never waits.
/// </summary>
public sealed class UpdateBatch(INodeEndpoint servers, NodeIdentity identity, LocalStore store, TimeProvider time, ILog log)
{
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);
    public static readonly TimeSpan SlowTick = TimeSpan.FromSeconds(1);

    /// <summary>Changes that leave without a pause: enough for the steps of a few tasks. Each waits for its answer, so a slow server slows its clients.</summary>
    private const int Burst = 32;

    /// <summary>Pause after a refusal, so that a struggling server is not hit by every node at every tick.</summary>
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly SemaphoreSlim news = new(0, 1);
    private readonly Dictionary<string, Allocation> waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Allocation> acknowledged = new(StringComparer.Ordinal);
    private readonly HashSet<string> leaving = new(StringComparer.Ordinal);
    private TaskCompletionSource sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset urgentSince = DateTimeOffset.MaxValue;
    private DateTimeOffset slowSince = DateTimeOffset.MaxValue;
    private readonly Pace pace = new(Burst, Tick);
    private readonly SteadyClock clock = new(time);

    /// <summary>Of how many allocations it is remembered what the servers were told last.</summary>
    public int RememberedCount
    {
        get
        {
            lock (gate)
                return acknowledged.Count;
        }
    }

    /// <param name="report">Only what a client owns is read; see <see cref="NodeAllocationUpdates"/>.</param>
    public void Post(Allocation report)
    {
        lock (gate)
        {
            var known = acknowledged.GetValueOrDefault(report.ID);
            if (known is not null && ModelJson.Same(known, report, ModelJson.Default.Allocation))
            {
                waiting.Remove(report.ID);
                return;
            }
            waiting[report.ID] = report;
            var now = clock.Now;
            if (known?.ClientStatus != report.ClientStatus || known?.DeploymentStatus?.Healthy != report.DeploymentStatus?.Healthy)
                urgentSince = now < urgentSince ? now : urgentSince;
            else
                slowSince = now < slowSince ? now : slowSince;
        }
        Wake();
    }

    /// <summary>
    /// The servers take an allocation for something else than they have acknowledged: they lost contact meanwhile, or were given an older state. Then
    /// nothing counts as acknowledged; returns whether it is so. What is on its way to them is news they do not know yet.
    /// </summary>
    /// <param name="allocId">Of the allocation.</param>
    /// <param name="status">The client status that they hold.</param>
    public bool Doubt(string allocId, string status)
    {
        lock (gate)
            return !waiting.ContainsKey(allocId) && !leaving.Contains(allocId)
                && acknowledged.TryGetValue(allocId, out var known) && known.ClientStatus != status && acknowledged.Remove(allocId);
    }

    /// <summary>The servers may take an allocation for something else than they have acknowledged: the next report counts as news.</summary>
    public void Doubt(string allocId)
    {
        lock (gate)
            acknowledged.Remove(allocId);
    }

    /// <summary>Whether the servers have not heard yet how the allocation is.</summary>
    public bool HasNewsOf(string allocId)
    {
        lock (gate)
            return waiting.ContainsKey(allocId) || leaving.Contains(allocId);
    }

    /// <summary>Completes when the servers know how the allocation is.</summary>
    public async Task WaitUntilToldAsync(string allocId, CancellationToken cancellation)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (!waiting.ContainsKey(allocId) && !leaving.Contains(allocId))
                    return;
                next = sent.Task;
            }
            await next.WaitAsync(cancellation);
        }
    }

    /// <summary>Forgets an allocation the servers have forgotten.</summary>
    public void Forget(string allocId)
    {
        lock (gate)
        {
            waiting.Remove(allocId);
            leaving.Remove(allocId);
            acknowledged.Remove(allocId);
        }
    }

    /// <summary>
    /// The servers have forgotten all others: what they acknowledged of them is of no use any more. Most were told of by a runner, which has them forgotten
    /// when it goes (<see cref="Forget"/>); some never had one. News that are not told yet stay.
    /// </summary>
    /// <param name="allocIds">All that the servers still have of this node.</param>
    public void KeepOnly(IReadOnlySet<string> allocIds)
    {
        lock (gate)
        {
            foreach (var id in acknowledged.Keys)
                if (!allocIds.Contains(id))
                    acknowledged.Remove(id);
        }
    }

    /// <summary>Sends until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (Due() is not { } due)
                await news.WaitAsync(cancellation);
            else if (due > clock.Now)
                await news.WaitAsync(due - clock.Now + TimeSpan.FromMilliseconds(1), cancellation);
            else
                await SendAsync(cancellation);
        }
    }

    private DateTimeOffset? Due()
    {
        lock (gate)
        {
            if (waiting.Count == 0)
                return null;
            var urgent = urgentSince == DateTimeOffset.MaxValue ? DateTimeOffset.MaxValue : Later(urgentSince, pace.NextAt(urgentSince));
            var slow = slowSince == DateTimeOffset.MaxValue ? DateTimeOffset.MaxValue : slowSince + SlowTick;
            return urgent < slow ? urgent : slow;
        }
    }

    private async Task SendAsync(CancellationToken cancellation)
    {
        Allocation[] batch;
        lock (gate)
        {
            batch = [.. waiting.Values];
            leaving.UnionWith(waiting.Keys);
            waiting.Clear();
            (urgentSince, slowSince) = (DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
            pace.Sent(clock.Now);
        }
        if (batch.Length == 0)
            return;
        try
        {
            // What the servers hear must be found again after a crash of this agent.
            await store.FlushAsync();
            await servers.UpdateAllocationsAsync(new NodeAllocationUpdates(identity.Id, identity.Secret, batch), cancellation);
            lock (gate)
            {
                foreach (var report in batch.Where(report => leaving.Contains(report.ID)))
                    acknowledged[report.ID] = report;
                Leave();
            }
        }
        catch (Exception problem) when (problem is RpcException or LocalStateException)
        {
            log.Warn($"error updating allocations: {problem.Message}");
            GiveBack(batch);
            await Task.Delay(RetryPause, time, cancellation);
        }
    }

    private void GiveBack(Allocation[] batch)
    {
        lock (gate)
        {
            foreach (var report in batch)
            {
                if (leaving.Contains(report.ID))
                    waiting.TryAdd(report.ID, report);
            }
            Leave();
            urgentSince = clock.Now;
        }
    }

    // Under the lock.
    private void Leave()
    {
        leaving.Clear();
        var told = sent;
        sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        told.SetResult();
    }

    private void Wake()
    {
        lock (gate)
        {
            // One ring is enough: the loop looks at everything that waits.
            if (news.CurrentCount == 0)
                news.Release();
        }
    }

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;
}
