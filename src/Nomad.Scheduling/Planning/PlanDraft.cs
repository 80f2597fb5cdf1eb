namespace Nomad.Scheduling.Planning;

/// <summary>Collects a plan by node.</summary>
internal sealed class PlanDraft
{
    private readonly Dictionary<string, List<Allocation>> stops = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Allocation>> places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Allocation>> preemptions = new(StringComparer.Ordinal);

    public Deployment? Deployment { get; set; }

    public List<DeploymentStatusUpdate> DeploymentUpdates { get; } = [];

    public List<Allocation> Preempted { get; } = [];

    public bool IsEmpty => stops.Count == 0 && places.Count == 0 && preemptions.Count == 0 && Deployment is null && DeploymentUpdates.Count == 0;

    public void Stop(Allocation alloc, string description, string clientStatus, SchedulingContext context) => Add(stops, alloc with
    {
        DesiredStatus = AllocDesiredStatus.Stop,
        DesiredDescription = description,
        ClientStatus = clientStatus.Length > 0 ? clientStatus : alloc.ClientStatus,
        AllocStates = clientStatus.Length > 0 ? [.. alloc.AllocStates.OrEmpty(), new AllocState { Value = clientStatus, Time = context.Now }] : alloc.AllocStates,
        ModifyTime = context.NowNanoseconds,
    });

    public void Place(Allocation alloc) => Add(places, alloc);

    public void Preempt(Allocation alloc, string by, SchedulingContext context)
    {
        var evicted = alloc with
        {
            DesiredStatus = AllocDesiredStatus.Evict,
            DesiredDescription = AllocDesiredDescriptions.PreemptedBy(by),
            PreemptedByAllocation = by,
            ModifyTime = context.NowNanoseconds,
        };
        Preempted.Add(evicted);
        Add(preemptions, evicted);
    }

    public Plan Build(Evaluation evaluation, Job? job, ulong snapshotIndex, PlanAnnotations? annotations) => new()
    {
        EvalID = evaluation.ID,
        Priority = evaluation.Priority,
        Job = job,
        JobInfo = new PlanJobTuple { Namespace = evaluation.Namespace, ID = evaluation.JobID },
        AllAtOnce = job?.AllAtOnce ?? false,
        NodeUpdate = Freeze(stops),
        NodeAllocation = Freeze(places),
        NodePreemptions = Freeze(preemptions),
        Deployment = Deployment,
        DeploymentUpdates = DeploymentUpdates,
        Annotations = annotations,
        SnapshotIndex = snapshotIndex,
    };

    private static void Add(Dictionary<string, List<Allocation>> byNode, Allocation alloc)
    {
        if (!byNode.TryGetValue(alloc.NodeID, out var list))
            byNode[alloc.NodeID] = list = [];
        list.Add(alloc);
    }

    private static Dictionary<string, IReadOnlyList<Allocation>> Freeze(Dictionary<string, List<Allocation>> byNode) =>
        byNode.ToDictionary(pair => pair.Key, IReadOnlyList<Allocation> (pair) => pair.Value, StringComparer.Ordinal);
}
