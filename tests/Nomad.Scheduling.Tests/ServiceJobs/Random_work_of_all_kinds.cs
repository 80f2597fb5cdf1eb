using CsCheck;

namespace Nomad.Scheduling.Tests.ServiceJobs;

/// <summary>
/// Jobs of all four kinds on the same nodes, which want ports, whole cores and devices and displace each other: no node ever holds more than it has, nobody is
/// displaced by who matters no more, and when nothing happens any more all that fits is placed.
/// </summary>
public sealed class Random_work_of_all_kinds
{
    private const int Nodes = 4;

    private static readonly string[] Types = [JobTypes.Service, JobTypes.Batch, JobTypes.System, JobTypes.Sysbatch];

    private static readonly Gen<Wanted> Jobs = Gen.Select(Gen.Int[0, 7], Gen.Int[1, 12], Gen.Int[0, 4], Gen.Enum<Need>(), Gen.Int[0, 2],
        (number, priority, count, need, version) => new Wanted(number, priority * 8, count, need, version));

    private static readonly Gen<Step[]> Histories = Gen.Select(Gen.Enum<What>(), Gen.Int[0, Nodes - 1], Gen.Int[0, 3], Jobs,
        (what, node, one, job) => new Step(what, node, one, job)).Array[10, 40];

    private enum Need
    {
        Little,
        Much,
        Port,
        Cores,
        Device,
    }

    private enum What
    {
        Register,
        RegisterAnother,
        Stop,
        NodeDown,
        NodeUp,
        NodeCloses,
        Start,
        Fail,
        Complete,
        Migrate,
        Displace,
    }

    [Fact]
    public void Nothing_is_given_twice_and_all_comes_to_rest() => Seeds.Each(250, Histories, Live);

    private static void Live(Step[] history)
    {
        var cluster = new FakeCluster();
        for (var number = 0; number < Nodes; number++)
            Show(cluster, number);
        foreach (var step in history)
        {
            Happen(cluster, step);
            foreach (var job in cluster.Jobs.ToList())
                Run(cluster, job);
        }
        for (var number = 0; number < Nodes; number++)
            Show(cluster, number);
        for (var round = 0; round < 40; round++)
        {
            cluster.Pass(TimeSpan.FromHours(2));
            cluster.Clients();
            if (!cluster.Jobs.ToList().Aggregate(false, (changed, job) => Run(cluster, job) || changed))
            {
                Rested(cluster);
                return;
            }
        }
        Assert.Fail("it does not come to rest");
    }

    private static bool Run(FakeCluster cluster, Job job)
    {
        var before = cluster.All.Select(alloc => alloc.ID).ToHashSet();
        var changed = cluster.Run(job.ID, EvalTriggers.NodeUpdate).Plan is not null;
        Safe(cluster, cluster.All.Where(alloc => !before.Contains(alloc.ID)).ToList());
        return changed;
    }

    private static void Happen(FakeCluster cluster, Step step)
    {
        switch (step.What)
        {
            case What.Register or What.RegisterAnother:
                cluster.Register(step.Job.Make());
                break;
            case What.Stop when cluster.Job("", step.Job.Id) is { } job:
                cluster.Register(job with { Stop = true });
                break;
            case What.NodeDown:
                Show(cluster, step.Node, status: NodeStatus.Down);
                break;
            case What.NodeUp:
                Show(cluster, step.Node);
                break;
            case What.NodeCloses:
                Show(cluster, step.Node, NodeEligibility.Ineligible);
                break;
            case What.Start:
                cluster.Clients();
                break;
            case What.Fail:
                cluster.Clients(alloc => Hit(alloc, step) ? AllocClientStatus.Failed : "");
                cluster.Pass(TimeSpan.FromMinutes(1));
                break;
            case What.Complete:
                cluster.Clients(alloc => Hit(alloc, step) && alloc.Job!.Type is JobTypes.Batch or JobTypes.Sysbatch ? AllocClientStatus.Complete : "");
                break;
            case What.Migrate:
                foreach (var alloc in cluster.Live.Where(alloc => Hit(alloc, step)).ToList())
                    cluster.Change(alloc with { DesiredTransition = new() { Migrate = true } });
                break;
            case What.Displace:
                cluster.Configuration = cluster.Configuration with
                {
                    PreemptionConfig = new()
                    {
                        ServiceSchedulerEnabled = step.One != 0, BatchSchedulerEnabled = step.One != 1, SystemSchedulerEnabled = step.One != 2, SysBatchSchedulerEnabled = step.One != 3,
                    },
                };
                break;
        }
    }

    // Which of the running ones are hit does not depend on chance but on where they are.
    private static bool Hit(Allocation alloc, Step step) => (alloc.CreateIndex + (ulong)alloc.NodeID[^1]) % 4 == (ulong)step.One;

    private static void Show(FakeCluster cluster, int number, string eligibility = NodeEligibility.Eligible, string status = NodeStatus.Ready)
    {
        var node = A.Node(number, 2000, 2000);
        var device = new NodeDeviceResource { Vendor = "acme", Type = "gpu", Name = "small", Instances = [new() { ID = "one", Healthy = true }, new() { ID = "two", Healthy = true }] };
        var offered = node.NodeResources! with { Devices = number % 2 == 0 ? null : [device] };
        cluster.Add(node with { Status = status, SchedulingEligibility = eligibility, NodeResources = offered });
    }

    private static void Safe(FakeCluster cluster, List<Allocation> placed)
    {
        foreach (var node in cluster.Nodes)
            Assert.True(NodeFit.Check(node, cluster.Live.Where(alloc => alloc.NodeID == node.ID)) is { Fits: true }, $"{node.ID} holds more than it has");
        foreach (var twins in cluster.Live.GroupBy(alloc => (alloc.JobID, IsEverywhere(alloc.Job!) ? alloc.NodeID : alloc.Name)))
            Assert.True(twins.Count() == 1, $"{twins.Key} is there {twins.Count()} times");
        foreach (var alloc in placed)
        {
            var (job, node) = (cluster.Job("", alloc.JobID)!, cluster.Node(alloc.NodeID)!);
            Assert.False(job.Stop, $"{job.ID} is stopped");
            Assert.True(node is { Status: NodeStatus.Ready, SchedulingEligibility: NodeEligibility.Eligible }, $"{node.ID} takes nothing");
            foreach (var victim in alloc.PreemptedAllocations.OrEmpty().Select(id => cluster.Allocation(id)!))
            {
                Assert.Equal((alloc.ID, alloc.NodeID, AllocDesiredStatus.Evict), (victim.PreemptedByAllocation, victim.NodeID, victim.DesiredStatus));
                Assert.True(victim.Job!.Priority + 10 <= job.Priority && MayDisplace(cluster, job), $"{job.ID} displaced {victim.JobID}");
            }
            Assert.False(job.Type == JobTypes.Sysbatch && cluster.All.Any(done => done.JobID == job.ID && done.NodeID == node.ID && done.ClientStatus == AllocClientStatus.Complete
                && done.DesiredStatus == AllocDesiredStatus.Run && done.Job!.Version == job.Version), $"{job.ID} ran on {node.ID} already");
        }
        Assert.All(cluster.All.Where(alloc => alloc.DesiredStatus == AllocDesiredStatus.Evict), victim => Assert.Contains(victim.ID, cluster.Allocation(victim.PreemptedByAllocation)!.PreemptedAllocations!));
    }

    private static void Rested(FakeCluster cluster)
    {
        foreach (var job in cluster.Jobs)
        {
            if (job.Stop)
            {
                Assert.DoesNotContain(cluster.Live, alloc => alloc.JobID == job.ID);
                continue;
            }
            var count = job.TaskGroups![0].Count;
            // What ended for this version has run: a service would be tried again, and so would a failed batch allocation.
            var done = cluster.AllocationsOfJob("", job.ID).Where(alloc => alloc.DesiredStatus == AllocDesiredStatus.Run && (!AllocClientStatus.IsTerminal(alloc.ClientStatus)
                || (alloc.Job!.Version == job.Version && (alloc.ClientStatus == AllocClientStatus.Complete || job.Type == JobTypes.Sysbatch)))).ToList();
            var there = IsEverywhere(job) ? done.Select(alloc => alloc.NodeID).Distinct().Count() : done.Count;
            var devices = job.TaskGroups[0].Tasks![0].Resources!.Devices is not null;
            var asked = IsEverywhere(job) ? count > 0 ? cluster.Nodes.Count(node => !devices || node.NodeResources!.Devices is not null) : 0 : count;
            Assert.True(there >= asked || cluster.Run(job.ID, EvalTriggers.NodeUpdate).Evaluation.FailedTGAllocs.OrEmpty().Count > 0, $"{job.ID} v{job.Version} is there {there} of {asked} times and waits for nothing: {string.Join("; ", cluster.AllocationsOfJob("", job.ID).Select(alloc => $"{alloc.Name} {alloc.NodeID} v{alloc.Job!.Version} {alloc.DesiredStatus} {alloc.ClientStatus}"))}");
        }
    }

    private static bool IsEverywhere(Job job) => job.Type is JobTypes.System or JobTypes.Sysbatch;

    private static bool MayDisplace(FakeCluster cluster, Job job) => job.Type switch
    {
        JobTypes.Service => cluster.Configuration.PreemptionConfig.ServiceSchedulerEnabled,
        JobTypes.Batch => cluster.Configuration.PreemptionConfig.BatchSchedulerEnabled,
        JobTypes.System => cluster.Configuration.PreemptionConfig.SystemSchedulerEnabled,
        _ => cluster.Configuration.PreemptionConfig.SysBatchSchedulerEnabled,
    };

    private sealed record Step(What What, int Node, int One, Wanted Job);

    /// <summary>A job as a step registers it; which kind it is belongs to its name.</summary>
    private sealed record Wanted(int Number, int Priority, int Count, Need Need, int Version)
    {
        public string Id => $"{Types[Number % 4]}{Number / 4}";

        public Job Make() => A.Job(Id, Types[Number % 4] is JobTypes.System or JobTypes.Sysbatch ? Math.Min(1, Count) : Count, Types[Number % 4],
            group => group.WithEnv(Version.ToString(System.Globalization.CultureInfo.InvariantCulture)).Using(own => Need switch
            {
                Need.Much => own with { CPU = 900, MemoryMB = 1100 },
                Need.Cores => own with { CPU = 0, Cores = 1 + Version },
                Need.Device => own with { Devices = [new() { Name = "gpu", Count = 1 }] },
                _ => own,
            }) with
            { Networks = Need == Need.Port ? [new() { ReservedPorts = [new() { Label = "http", Value = 8080 + Number % 2 }], DynamicPorts = [new() { Label = "more" }] }] : null }) with
        { Priority = Priority };
    }
}
