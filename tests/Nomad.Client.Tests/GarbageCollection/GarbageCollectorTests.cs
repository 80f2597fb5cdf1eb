using Nomad.Client.GarbageCollection;
using Nomad.Model.Logging;

namespace Nomad.Client.Tests.GarbageCollection;

public sealed class GarbageCollectorTests
{
    /// <summary>However full the disk of this machine is.</summary>
    private static readonly GarbageLimits Limits = new() { DiskUsageThreshold = 101, InodeUsageThreshold = 101 };

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task As_many_go_at_once_as_allowed(int parallel)
    {
        var node = new Finished(7);
        var collector = new GarbageCollector(Limits with { MaxAllocs = 0, ParallelDestroys = parallel }, node, Path.GetTempPath(), TimeProvider.System, NoLog.Instance);
        var collecting = collector.CollectAsync(CancellationToken.None);
        while (!collecting.IsCompleted)
        {
            await node.BegunAsync(Math.Min(parallel, node.Count));
            node.LetGo();
        }
        await collecting;
        Assert.Equal((0, parallel), (node.Count, node.MostAtOnce));
    }

    [Fact]
    public async Task It_looks_at_every_interval()
    {
        var time = new ManualTime();
        var node = new Finished(2);
        using var stop = new CancellationTokenSource();
        var collector = new GarbageCollector(Limits with { MaxAllocs = 1, Interval = TimeSpan.FromMinutes(7) }, node, Path.GetTempPath(), time, NoLog.Instance);
        var running = collector.RunAsync(stop.Token);
        time.Advance(TimeSpan.FromMinutes(7) - TimeSpan.FromTicks(1));
        Assert.Equal(0, node.Begun);
        time.Advance(TimeSpan.FromTicks(1));
        await node.BegunAsync(1);
        node.LetGo();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(1, node.Count);
    }

    /// <summary>Ended allocations, each of which goes when the test lets it.</summary>
    private sealed class Finished(int count) : ICollectable
    {
        private readonly Lock gate = new();
        private readonly List<string> left = [.. Enumerable.Range(0, count).Select(number => $"alloc-{number}")];
        private TaskCompletionSource way = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int atOnce;

        public int Count
        {
            get
            {
                lock (gate)
                    return left.Count;
            }
        }

        public int Begun { get; private set; }

        public int MostAtOnce { get; private set; }

        public IReadOnlyList<string> FinishedOldestFirst()
        {
            lock (gate)
                return [.. left];
        }

        public bool IsTold(string allocId) => true;

        public async Task CollectAsync(string allocId, CancellationToken cancellation)
        {
            Task wait;
            lock (gate)
            {
                (Begun, atOnce) = (Begun + 1, atOnce + 1);
                MostAtOnce = Math.Max(MostAtOnce, atOnce);
                wait = way.Task;
            }
            await wait;
            lock (gate)
            {
                atOnce--;
                left.Remove(allocId);
            }
        }

        /// <summary>Waits until so many are on their way at once.</summary>
        public Task BegunAsync(int wanted) => Eventually.TrueAsync(() =>
        {
            lock (gate)
                return atOnce >= wanted;
        }, $"{wanted} are on their way at once");

        /// <summary>Those on their way are gone when this returns.</summary>
        public void LetGo()
        {
            TaskCompletionSource open;
            int staying;
            lock (gate)
                (open, way, staying) = (way, new(TaskCreationOptions.RunContinuationsAsynchronously), left.Count - atOnce);
            open.SetResult();
            Assert.True(SpinWait.SpinUntil(() => Count == staying, Eventually.Patience));
        }
    }
}
