using System.Diagnostics;
using Nomad.Model.Evaluations;
using Nomad.Model.Jobs;
using Nomad.Model.Nodes;
using Nomad.Scheduling;

namespace Nomad.Bench.Engine;

/// <summary>Places 1,000 allocations for each of 1,000 jobs on 5,000 nodes, with constraints and a dynamic port, and commits each plan to the columns.</summary>
internal static class EngineBenchmark
{
    private const int NodeCount = 5_000;
    private const int JobCount = 1_000;
    private const int AllocsPerJob = 1_000;

    public static Task RunAsync(Figures figures, bool spread)
    {
        var cluster = new BenchCluster();
        for (var number = 0; number < NodeCount; number++)
            cluster.Columns.Put(Node(number));
        var context = SchedulingContext.Seeded(1, DateTimeOffset.UnixEpoch.AddYears(50));
        var (deciding, total, placed) = (new Stopwatch(), Stopwatch.StartNew(), 0);
        for (var number = 0; number < JobCount; number++)
        {
            cluster.Current = Job(number, spread);
            var evaluation = new Evaluation
            {
                ID = context.NewId(), Namespace = "default", JobID = cluster.Current.ID, Type = JobTypes.Service, Priority = 50,
                TriggeredBy = EvalTriggers.JobRegister, Status = EvalStatus.Pending,
            };
            deciding.Start();
            var result = Schedulers.For(JobTypes.Service).Process(cluster, evaluation, context);
            deciding.Stop();
            foreach (var alloc in result.Plan!.NodeAllocation!.Values.SelectMany(own => own))
            {
                placed++;
                cluster.Columns.Change(null, alloc);
            }
        }
        figures.Add("placed", placed, "1000000", "allocations placed; every node is scored for each");
        figures.Add("placements_per_second", placed / deciding.Elapsed.TotalSeconds, spread ? ">= 100000" : ">= 200000", "one thread, deciding only");
        figures.Add("with_commit_per_second", placed / total.Elapsed.TotalSeconds, "", "with the columns told of each allocation");
        return Task.CompletedTask;
    }

    private static Node Node(int number)
    {
        var node = new Node
        {
            ID = $"{number:x8}-0000-0000-0000-000000000000", Name = $"n{number}", Datacenter = $"dc{number % 4}", NodePool = "default",
            Status = NodeStatus.Ready, SchedulingEligibility = NodeEligibility.Eligible,
            Attributes = new Dictionary<string, string> { ["kernel.name"] = "linux", ["os.version"] = $"{number % 10}.1" },
            Drivers = new Dictionary<string, DriverInfo> { ["exec"] = new() { Detected = true, Healthy = true } },
            NodeResources = new NodeResources
            {
                Cpu = new() { CpuShares = 64_000, TotalCpuCores = 32 }, Memory = new() { MemoryMB = 262_144 }, Disk = new() { DiskMB = 1_000_000 },
                NodeNetworks = [new() { Mode = "host", Addresses = [new() { Alias = "default", Address = "10.0.0.1" }] }],
            },
        };
        return node with { ComputedClass = ComputedClass.Of(node) };
    }

    private static Job Job(int number, bool spread) => new()
    {
        ID = $"job{number}", Namespace = "default", Type = JobTypes.Service, Priority = 50, Datacenters = ["*"], NodePool = "default", JobModifyIndex = 1,
        Constraints = [new() { LTarget = "${attr.kernel.name}", Operand = "=", RTarget = "linux" }, new() { LTarget = "${attr.os.version}", Operand = "version", RTarget = ">= 0.1" }],
        Spreads = spread ? [new() { Attribute = "${node.datacenter}", Weight = 50 }] : null,
        TaskGroups =
        [
            new TaskGroup
            {
                Name = "g", Count = AllocsPerJob, EphemeralDisk = new() { SizeMB = 300 },
                Networks = [new() { DynamicPorts = [new() { Label = "http" }] }],
                Tasks = [new JobTask { Name = "t", Driver = "exec", Resources = new() { CPU = 100 + number % 5 * 50, MemoryMB = 256 + number % 3 * 256 } }],
            },
        ],
    };
}
