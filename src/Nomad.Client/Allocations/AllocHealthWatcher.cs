using Nomad.Client.Tasks;
using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Jobs;
using Nomad.Rpc;

namespace Nomad.Client.Allocations;

/// <summary>
/// Watches one allocation of a deployment until its health is decided, once. All its times are of the steady clock of the client: a clock
/// that is set makes nothing healthy, and nothing late.
/// </summary>
internal sealed class AllocHealthWatcher(TaskGroup group, HealthRule rule, Func<IReadOnlyDictionary<string, TaskState>> states, (SteadyClock Clock, TimeProvider Time) ports)
{
    private readonly SemaphoreSlim news = new(0, 1);

    /// <summary>A task changed; looked at soon. Any thread.</summary>
    public void Ring()
    {
        lock (news)
        {
            if (news.CurrentCount == 0)
                news.Release();
        }
    }

    public async Task<HealthVerdict> DecideAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var verdict = HealthJudge.Judge(group.Tasks.OrEmpty(), states(), rule, ports.Clock.Now);
            if (verdict.Healthy is not null)
                return verdict;
            var pause = verdict.LookAgainAt - ports.Clock.Now;
            using var timer = new CancellationTokenSource(pause > LongWait.Step ? LongWait.Step : pause > TimeSpan.Zero ? pause : TimeSpan.Zero, ports.Time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellation);
            try
            {
                await news.WaitAsync(both.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // Time to look again.
            }
        }
    }
}
