using Nomad.Client.Tasks;
using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Jobs;

namespace Nomad.Client.Allocations;

/// <summary>Watches one allocation of a deployment until its health is decided, once.</summary>
internal sealed class AllocHealthWatcher(TaskGroup group, HealthRule rule, Func<IReadOnlyDictionary<string, TaskState>> states, TimeProvider time)
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
            var verdict = HealthJudge.Judge(group.Tasks.OrEmpty(), states(), rule, time.GetUtcNow());
            if (verdict.Healthy is not null)
                return verdict;
            var pause = verdict.LookAgainAt - time.GetUtcNow();
            using var timer = new CancellationTokenSource(pause > LongWait.Step ? LongWait.Step : pause > TimeSpan.Zero ? pause : TimeSpan.Zero, time);
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
