using System.Diagnostics;
using System.Security.Cryptography;
using Nomad.Bench.Engine;
using Nomad.Model.Evaluations;
using Nomad.Model.Jobs;
using Nomad.Scheduling;
using Nomad.Server.Commands;
using Nomad.Server.State;

namespace Nomad.Bench.Servers;

/// <summary>A state with a million allocations, filled by the scheduler and the commands a server would apply: saved, restored, and saved again to the same bytes.</summary>
internal static class SnapshotBenchmark
{
    private const int Nodes = 10_000;
    private const int PerJob = 1_000;
    private const long Time = 1_700_000_000_000_000_000;

    public static Task RunAsync(Figures figures)
    {
        var jobs = int.TryParse(Environment.GetEnvironmentVariable("BENCH_JOBS"), out var wished) ? wished : 1_000;
        var directory = Directory.CreateTempSubdirectory("nomad-bench-");
        try
        {
            var path = Path.Combine(directory.FullName, "bench.state");
            Write(figures, Filled(jobs).Snapshot(), path);
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            var restored = Restore(figures, path);
            using var again = new DigestStream();
            StateStore.Save(restored.Snapshot(), again);
            using var source = File.OpenRead(path);
            figures.Add("same_when_saved_again", again.Digest().AsSpan().SequenceEqual(SHA256.HashData(source)) ? 1 : 0, "1", "the restored state gives the same bytes");
        }
        finally
        {
            directory.Delete(recursive: true);
        }
        return Task.CompletedTask;
    }

    /// <summary>Saves a state to a file, onto the disk.</summary>
    public static void Write(Figures figures, StateSnapshot state, string path)
    {
        var (since, busy) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        using (var target = File.Create(path))
        {
            StateStore.Save(state, target);
            target.Flush(flushToDisk: true);
        }
        figures.Add("snapshot_write_s", since.Elapsed.TotalSeconds, "<= 10", $"{new FileInfo(path).Length / 1e6:0} MB");
        figures.Add("snapshot_write_cpu_s", (Environment.CpuUsage.TotalTime - busy).TotalSeconds, "", "processor time of it, all threads");
    }

    /// <summary>Reads a saved state into an empty store.</summary>
    public static StateStore Restore(Figures figures, string path)
    {
        var restored = new StateStore(TimeProvider.System);
        var resident = Environment.WorkingSet;
        var (since, busy) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        using (var source = File.OpenRead(path))
            restored.Restore(source);
        figures.Add("snapshot_restore_s", since.Elapsed.TotalSeconds, "<= 10", "into an empty state");
        figures.Add("snapshot_restore_cpu_s", (Environment.CpuUsage.TotalTime - busy).TotalSeconds, "", "processor time of it, all threads");
        figures.Add("snapshot_restore_mb", (Environment.WorkingSet - resident) / 1e6, "", "growth of the resident memory right after");
        return restored;
    }

    private static StateStore Filled(int jobs)
    {
        var (store, cluster, index) = (new StateStore(TimeProvider.System), new BenchCluster(), 0UL);
        for (var number = 0; number < Nodes; number++)
        {
            cluster.Columns.Put(BenchShapes.Node(number));
            store.Apply(++index, new RegisterNode(BenchShapes.Node(number), Time));
        }
        var context = SchedulingContext.Seeded(1, DateTimeOffset.UnixEpoch.AddYears(50));
        for (var number = 0; number < jobs; number++)
        {
            var evaluation = new Evaluation
            {
                ID = context.NewId(), Namespace = "default", JobID = $"job{number}", Type = JobTypes.Service, Priority = 50,
                TriggeredBy = EvalTriggers.JobRegister, Status = EvalStatus.Pending,
            };
            store.Apply(++index, new RegisterJob(BenchShapes.Job(number, PerJob), null, evaluation));
            cluster.Current = store.Snapshot().Job("default", evaluation.JobID)!;
            var plan = Schedulers.For(JobTypes.Service).Process(cluster, evaluation, context).Plan!;
            var placed = plan.NodeAllocation!.Values.SelectMany(own => own).ToList();
            foreach (var alloc in placed)
                cluster.Columns.Change(null, alloc);
            store.Apply(++index, new ApplyPlan
            {
                EvaluationID = evaluation.ID, Namespace = "default", JobID = evaluation.JobID, JobVersion = 0, Time = Time + number, Deployment = plan.Deployment,
                Placements = [.. placed.Select(alloc => new PlannedPlacement(alloc with { Job = null }, 0))],
                Outcome = [evaluation with { Status = EvalStatus.Complete }],
            });
        }
        return store;
    }

    /// <summary>Keeps nothing of what is written but its digest.</summary>
    private sealed class DigestStream : Stream
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public byte[] Digest() => hash.GetHashAndReset();

        public override void Write(byte[] buffer, int offset, int count) => hash.AppendData(buffer, offset, count);

        public override void Write(ReadOnlySpan<byte> buffer) => hash.AppendData(buffer);

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            hash.Dispose();
            base.Dispose(disposing);
        }
    }
}
