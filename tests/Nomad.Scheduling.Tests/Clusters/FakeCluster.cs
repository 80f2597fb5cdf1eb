using Nomad.Model.Quotas;
using Nomad.Scheduling.Nodes;

namespace Nomad.Scheduling.Tests.Clusters;

/// <summary>A cluster in memory that commits every plan in full, as a leader without rivals would.</summary>
internal sealed class FakeCluster(int seed = 1) : IClusterSnapshot
{
    private readonly Dictionary<string, Job> jobs = [];
    private readonly Dictionary<(string, ulong), Job> versions = [];
    private readonly Dictionary<string, Node> nodes = [];
    private readonly SortedDictionary<string, Allocation> allocations = new(StringComparer.Ordinal);
    private readonly List<Deployment> deployments = [];
    private readonly HashSet<string> followUps = [];

    public SchedulingContext Context { get; private set; } = SchedulingContext.Seeded(seed, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public SchedulerConfiguration Configuration { get; set; } = new() { SchedulerAlgorithm = SchedulerAlgorithms.Binpack, PreemptionConfig = new() { SystemSchedulerEnabled = true } };

    public ulong Index { get; private set; } = 10;

    public IEnumerable<Allocation> All => allocations.Values;

    public IEnumerable<Node> Nodes => nodes.Values;

    public IEnumerable<Job> Jobs => jobs.Values;

    public IEnumerable<Allocation> Live => All.Where(alloc => alloc.DesiredStatus == AllocDesiredStatus.Run && !AllocClientStatus.IsTerminal(alloc.ClientStatus));

    public NodeTable NodeTable => NodeTable.Build(nodes.Values, allocations.Values);

    public void Add(Node node) => nodes[node.ID] = node with { ComputedClass = ComputedClass.Of(node), ModifyIndex = ++Index };

    public void Add(params IEnumerable<Node> several)
    {
        foreach (var node in several)
            Add(node);
    }

    public Job Register(Job job)
    {
        var version = jobs.TryGetValue(job.ID, out var old) ? old.Version + 1 : 0;
        Index++;
        return versions[(job.ID, version)] = jobs[job.ID] = job with
        {
            Version = version,
            CreateIndex = old?.CreateIndex ?? Index,
            ModifyIndex = Index,
            JobModifyIndex = Index,
        };
    }

    public SchedulerResult Run(string jobId, string trigger = EvalTriggers.JobRegister, bool annotate = false) => Run(new Evaluation
    {
        ID = Context.NewId(), Namespace = "default", JobID = jobId, Type = jobs.GetValueOrDefault(jobId)?.Type ?? JobTypes.Service, Priority = 50,
        TriggeredBy = trigger, Status = EvalStatus.Pending, AnnotatePlan = annotate,
    });

    public SchedulerResult Run(Evaluation evaluation)
    {
        followUps.Remove(evaluation.ID);
        var result = Schedulers.For(evaluation.Type).Process(this, evaluation, Context);
        followUps.UnionWith(result.FollowUps.Select(later => later.ID));
        if (result.Plan is { } plan)
            Commit(plan);
        return result;
    }

    public void Change(Allocation alloc) => allocations[alloc.ID] = alloc with { ModifyIndex = ++Index };

    public bool IsOpen(string evaluationId) => followUps.Contains(evaluationId);

    public void Pass(TimeSpan time) => Context = Context with { Now = Context.Now + time };

    /// <summary>Clients start what is pending and end what is to stop; new allocations of deployments are healthy at once.</summary>
    public void Clients(Func<Allocation, string>? end = null)
    {
        foreach (var alloc in All.ToList())
        {
            if (AllocClientStatus.IsTerminal(alloc.ClientStatus) || nodes[alloc.NodeID].Status == NodeStatus.Disconnected)
                continue;
            if (alloc.DesiredStatus != AllocDesiredStatus.Run)
                Change(alloc with { ClientStatus = AllocClientStatus.Complete });
            else if (end?.Invoke(alloc) is { Length: > 0 } status)
                Change(alloc with { ClientStatus = status, TaskStates = new Dictionary<string, TaskState> { ["t"] = new() { State = "dead", Failed = status == AllocClientStatus.Failed, FinishedAt = Context.Now } } });
            else if (alloc.ClientStatus == AllocClientStatus.Pending
                || (alloc.ClientStatus == AllocClientStatus.Running && alloc.DeploymentID.Length > 0 && alloc.DeploymentStatus?.Healthy is null))
                Start(alloc);
        }
    }

    public void Promote()
    {
        var last = deployments[^1];
        deployments[^1] = last with { TaskGroups = last.TaskGroups!.ToDictionary(own => own.Key, own => own.Value with { Promoted = true }) };
        foreach (var alloc in All.Where(own => own.DeploymentID == last.ID && own.DeploymentStatus?.Canary == true).ToList())
            Change(alloc with { DeploymentStatus = alloc.DeploymentStatus! with { Canary = false } });
    }

    public Job? Job(string space, string id) => jobs.GetValueOrDefault(id);

    public Job? JobVersion(string space, string id, ulong version) => versions.GetValueOrDefault((id, version));

    public Node? Node(string id) => nodes.GetValueOrDefault(id);

    public Allocation? Allocation(string id) => allocations.GetValueOrDefault(id);

    public IEnumerable<Allocation> AllocationsOfJob(string space, string jobId) => All.Where(alloc => alloc.JobID == jobId);

    public IEnumerable<Allocation> AllocationsOfNode(string nodeId) => All.Where(alloc => alloc.NodeID == nodeId);

    public Deployment? LatestDeployment(string space, string jobId) => deployments.FindLast(own => own.JobID == jobId);

    /// <summary>Where jobs stand among their siblings.</summary>
    public Func<Job, SiblingQueue?> Queue { get; set; } = _ => null;

    public SiblingQueue? Siblings(Job child) => Queue(child);

    /// <summary>The quota of every namespace; null for none.</summary>
    public QuotaResources? Limit { get; set; }

    public QuotaRoom? Quota(string space, string region) => Limit is null ? null : new QuotaRoom("q", Limit, Live
        .Aggregate(QuotaAmounts.None, (sum, alloc) => sum.Add(QuotaAmounts.Of(alloc.AllocatedResources!))));

    public SchedulerConfiguration SchedulerConfiguration() => Configuration;

    /// <summary>What node pools have configured otherwise.</summary>
    public Dictionary<string, SchedulerConfiguration> OfPools { get; } = [];

    public SchedulerConfiguration SchedulerConfiguration(string nodePool) => OfPools.GetValueOrDefault(nodePool, Configuration);

    private void Start(Allocation alloc)
    {
        var index = deployments.FindIndex(own => own.ID == alloc.DeploymentID);
        var counts = index >= 0 && alloc.DeploymentStatus?.Healthy is null;
        Change(alloc with
        {
            ClientStatus = AllocClientStatus.Running,
            // Its client judges it by the deployment's rules, or by the migrate rules when it is in none.
            DeploymentStatus = counts || (alloc.DeploymentID.Length == 0 && alloc.Job?.TaskGroups?.Any(group => group.Name == alloc.TaskGroup && group.Migrate is not null) == true) ? (alloc.DeploymentStatus ?? new()) with { Healthy = true, Timestamp = Context.Now } : alloc.DeploymentStatus,
        });
        if (counts)
            deployments[index] = deployments[index] with
            {
                TaskGroups = deployments[index].TaskGroups!.ToDictionary(own => own.Key, own => own.Key == alloc.TaskGroup ? own.Value with { HealthyAllocs = own.Value.HealthyAllocs + 1 } : own.Value),
            };
    }

    /// <summary>Writes what a watcher decided about the newest deployment.</summary>
    public void End(string status) => deployments[^1] = deployments[^1] with { Status = status };

    private void Keep(Deployment planned)
    {
        var index = deployments.FindIndex(own => own.ID == planned.ID);
        if (index < 0)
            deployments.Add(planned);
        else
            deployments[index] = deployments[index] with { TaskGroups = planned.TaskGroups };
    }

    private void Commit(Plan plan)
    {
        Index++;
        if (plan.Deployment is { } planned)
            Keep(planned);
        foreach (var update in plan.DeploymentUpdates.OrEmpty())
        {
            var index = deployments.FindIndex(own => own.ID == update.DeploymentID);
            deployments[index] = deployments[index] with { Status = update.Status, StatusDescription = update.StatusDescription };
        }
        foreach (var alloc in plan.NodeUpdate.OrEmpty().Concat(plan.NodeAllocation.OrEmpty()).Concat(plan.NodePreemptions.OrEmpty()).SelectMany(own => own.Value))
        {
            if (alloc.PreviousAllocation.Length > 0 && allocations.TryGetValue(alloc.PreviousAllocation, out var previous))
                allocations[previous.ID] = previous with { NextAllocation = alloc.ID };
            var next = allocations.TryGetValue(alloc.ID, out var stored) ? stored.NextAllocation : "";
            allocations[alloc.ID] = alloc with { NextAllocation = next, CreateIndex = stored?.CreateIndex ?? Index, ModifyIndex = Index };
        }
    }
}
