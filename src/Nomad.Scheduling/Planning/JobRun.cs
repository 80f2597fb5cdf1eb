using System.Runtime.CompilerServices;
using Nomad.Model.Quotas;
using Nomad.Model.Volumes;
using Nomad.Scheduling.Feasibility;
using Nomad.Scheduling.Reconciliation;

namespace Nomad.Scheduling.Planning;

/// <summary>One attempt at one job: what the schedulers for services and for systems have in common once they know what is to change.</summary>
internal sealed class JobRun
{
    private readonly Dictionary<string, AllocMetric> failed = new(StringComparer.Ordinal);
    private readonly HashSet<(Job, string)> hopeless = new(JobGroupComparer.Instance);
    private readonly Dictionary<string, int> queued = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> classes = new(StringComparer.Ordinal);
    private readonly Dictionary<(Job, string), bool> restarts = new(JobGroupComparer.Instance);
    private readonly Dictionary<(Job, string), bool> reorders = new(JobGroupComparer.Instance);
    private readonly Dictionary<string, AllocatedResources> reordered = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GroupRequirements> requirementsOf = new(StringComparer.Ordinal);
    private readonly List<Evaluation> followUps = [];
    private readonly SortedSet<string> fullNodes = new(StringComparer.Ordinal);
    private readonly List<Allocation> allocations;
    private readonly QuotaDraft? quota;
    private readonly SortedDictionary<string, string> waits = new(StringComparer.Ordinal);
    private readonly SortedSet<string> volumes = new(StringComparer.Ordinal);
    private Placer? placer;
    private bool escaped;

    public JobRun(IClusterSnapshot snapshot, Evaluation evaluation, SchedulingContext context)
    {
        Snapshot = snapshot;
        Evaluation = evaluation;
        Context = context;
        Job = snapshot.Job(evaluation.Namespace, evaluation.JobID);
        quota = QuotaDraft.Of(snapshot, Job);
        allocations = [.. snapshot.AllocationsOfJob(evaluation.Namespace, evaluation.JobID)];
        foreach (var group in IsStopped ? [] : (Job?.TaskGroups).OrEmpty())
            queued[group.Name] = 0;
    }

    public IClusterSnapshot Snapshot { get; }

    public Evaluation Evaluation { get; }

    public SchedulingContext Context { get; }

    public Job? Job { get; }

    public bool IsStopped => Job is null || Job.Stop;

    public IReadOnlyList<Allocation> Allocations => allocations;

    public PlanDraft Plan { get; } = new();

    /// <summary>The deployment that new allocations belong to; null for none.</summary>
    public Deployment? Deployment { get; set; }

    public Dictionary<string, DesiredUpdates> Desired { get; } = new(StringComparer.Ordinal);

    // A job that only stops needs no node table.
    public Placer Placer => placer ??= new Placer(Snapshot, Context, Evaluation.Type, allocations);

    /// <summary>What a newer job means for an allocation: in place only while its node could still be chosen.</summary>
    public UpdateKind Judge(Allocation alloc, TaskGroup group)
    {
        if (alloc.Job is null || alloc.Job.TaskGroups.OrEmpty().FirstOrDefault(own => own.Name == group.Name) is not { } old)
            return UpdateKind.Destructive;
        if (!restarts.TryGetValue((alloc.Job, group.Name), out var restart))
            restarts[(alloc.Job, group.Name)] = restart = TaskChanges.NeedRestart(alloc.Job, old, Job!, group);
        if (restart || Snapshot.Node(alloc.NodeID) is not { } node || !Candidates.IsWithin(Job!, node))
            return UpdateKind.Destructive;
        var own = VolumeSources.Resolved(group, alloc.Name);
        var question = ReferenceEquals(own, group) ? group.Name : alloc.Name;
        if (!requirementsOf.TryGetValue(question, out var requirements))
            requirementsOf[question] = requirements = new GroupRequirements(Job!, own, VolumeDraft.Requested(Snapshot, Job!, own));
        return requirements.RefuseClass(node) is null && requirements.RefuseNode(node) is null && FitsReordered(alloc, old, group)
            ? UpdateKind.InPlace : UpdateKind.Destructive;
    }

    /// <summary>
    /// Whether what an allocation needs at one time still fits on its node when its tasks run in another order than before. Then it has that from now on.
    /// </summary>
    private bool FitsReordered(Allocation alloc, TaskGroup old, TaskGroup group)
    {
        if (!reorders.TryGetValue((alloc.Job!, group.Name), out var changed))
            reorders[(alloc.Job!, group.Name)] = changed = TaskChanges.AreReordered(old, group);
        if (!changed || alloc.AllocatedResources is not { } resources)
            return true;
        var now = resources with { TaskLifecycles = group.Tasks.OrEmpty().ToDictionary(task => task.Name, task => task.Lifecycle!, StringComparer.Ordinal) };
        quota?.GiveBack(alloc);
        if (quota?.Refuse(QuotaAmounts.Of(now)) is not null || !Placer.Draft.Exchange(alloc, now))
        {
            quota?.Keep(alloc);
            return false;
        }
        quota?.Take(QuotaAmounts.Of(now));
        reordered[alloc.ID] = now;
        return true;
    }

    /// <summary>Everything except placements: they must see all stops of all groups.</summary>
    public void Settle(GroupChanges changes)
    {
        foreach (var stop in changes.Stop)
            Stop(stop);
        var back = changes.Reconnected.Select(alloc => alloc with { AllocStates = [.. alloc.AllocStates.OrEmpty(), State(alloc.ClientStatus)] })
            .ToDictionary(alloc => alloc.ID, StringComparer.Ordinal);
        foreach (var alloc in changes.InPlace)
            Plan.Place((back.Remove(alloc.ID, out var seen) ? seen : alloc) with
            {
                Job = Job,
                EvalID = Evaluation.ID,
                DesiredDescription = AllocDesiredDescriptions.AllocUpdatingInPlace,
                AllocatedResources = reordered.GetValueOrDefault(alloc.ID) ?? alloc.AllocatedResources,
                DeploymentID = DeploymentOf(alloc.TaskGroup) ?? "",
                DeploymentStatus = null,
                ModifyTime = Context.NowNanoseconds,
            });
        foreach (var alloc in back.Values)
            Plan.Place(alloc with { ModifyTime = Context.NowNanoseconds });
        foreach (var delayed in changes.Delayed)
            Delay(delayed);
    }

    public void Stop(StopAsk stop)
    {
        var alloc = stop.ReplaceAt is { } time ? stop.Alloc with { FollowupEvalID = FollowUp(time, EvalTriggers.AllocReschedule).ID } : stop.Alloc;
        Plan.Stop(alloc, stop.Description, stop.ClientStatus, Context);
        if (IsStopped)
            return;
        Placer.Release(stop.Alloc);
        quota?.GiveBack(stop.Alloc);
    }

    /// <summary>Whether the updates of a group give some of a quota back.</summary>
    public bool GivesBack(GroupChanges changes) => quota is not null && changes.Place.Find(ask => ask.Destructive) is { Previous.AllocatedResources: { } old } first
        && new GroupAsk(first.Group, Snapshot.SchedulerConfiguration(first.Job.NodePool).MemoryOversubscriptionEnabled).Amounts.IsLessThan(QuotaAmounts.Of(old));

    /// <summary>The placements of a group, up to a number of those that find room. Returns that number.</summary>
    public int PlaceAll(IEnumerable<PlacementAsk> asks, int limit = int.MaxValue)
    {
        var placed = 0;
        foreach (var ask in asks)
        {
            if (placed == limit)
                break;
            if (Place(ask))
                placed++;
        }
        // What was worked out for the group is not needed again.
        placer?.CloseRankings();
        return placed;
    }

    /// <summary>Whether a group must not start yet because of other groups, jobs or siblings. Then its evaluation waits for them.</summary>
    public bool Waits(TaskGroup group)
    {
        if ((group.DependsOn is null && Job!.ParentID.Length == 0) || allocations.Exists(alloc => alloc.TaskGroup == group.Name
            && (!AllocDesiredStatus.IsTerminal(alloc.DesiredStatus) && alloc.ClientStatus != AllocClientStatus.Lost)))
            return false;
        if (JobWaits.First(Snapshot, Job!, group) is not { } wait)
            return false;
        waits.TryAdd(wait.Resource, wait.Reason);
        return true;
    }

    /// <summary>Leaves an ask for whoever waits for its node.</summary>
    public void Leave(PlacementAsk ask) => queued[ask.Group.Name] = queued.GetValueOrDefault(ask.Group.Name) + 1;

    private bool Place(PlacementAsk ask)
    {
        if (ask.Destructive)
            Release(ask.Previous!);
        // Those of one version of a group ask for the same, unless for a node or a volume of their own, or bring room with them.
        var isLikeOthers = ask.NodeID.Length == 0 && !ask.Destructive && !VolumeSources.DependOnName(ask.Group);
        var placement = isLikeOthers && hopeless.Contains((ask.Job, ask.Group.Name)) ? null : Find(ask);
        if (placement is null)
        {
            if (isLikeOthers)
                hopeless.Add((ask.Job, ask.Group.Name));
            if (failed.TryGetValue(ask.Group.Name, out var metric) && queued.GetValueOrDefault(ask.Group.Name) > 0)
                failed[ask.Group.Name] = metric with { CoalescedFailures = metric.CoalescedFailures + 1 };
            queued[ask.Group.Name] = queued.GetValueOrDefault(ask.Group.Name) + 1;
            if (ask.NodeID.Length > 0 && failed[ask.Group.Name].QuotaExhausted is null)
                fullNodes.Add(ask.NodeID);
            if (ask.Destructive)
                Restore(ask.Previous!);
            else if (ask.Reschedule && Reschedules.Marked(ask.Previous!) is { } marked)
                Plan.Place(marked with { ModifyTime = Context.NowNanoseconds });
            return false;
        }
        if (ask.Destructive)
            Plan.Stop(ask.Previous!, AllocDesiredDescriptions.AllocIsBeingUpdatedDueToJobUpdate, "", Context);
        else if (ask.Reschedule)
            Plan.Stop(ask.Previous!, AllocDesiredDescriptions.AllocWasRescheduledBecauseItFailed, "", Context);
        var alloc = Create(ask, placement);
        foreach (var victim in placement.Displaced)
        {
            Plan.Preempt(victim, alloc.ID, Context);
            if (quota is not null && victim.Job!.Region == Job!.Region && Snapshot.Quota(victim.Namespace, victim.Job.Region)?.Name == quota.Name)
                quota.GiveBack(victim);
        }
        if (placement.Displaced.Count > 0 && Desired.TryGetValue(ask.Group.Name, out var desired))
            Desired[ask.Group.Name] = desired with { Preemptions = desired.Preemptions + (ulong)placement.Displaced.Count };
        Placer.Take(placement, ask, alloc);
        quota?.Take(QuotaAmounts.Of(placement.Resources));
        Plan.Place(alloc);
        return true;
    }

    private void Release(Allocation alloc)
    {
        Placer.Release(alloc);
        quota?.GiveBack(alloc);
    }

    private void Restore(Allocation alloc)
    {
        Placer.Restore(alloc);
        quota?.Keep(alloc);
    }

    // The quota is asked first: it is what waiting for nodes would not help against. Which devices are taken is known only afterwards.
    private Placement? Find(PlacementAsk ask)
    {
        if (quota?.Refuse(Placer.Asked(ask)) is { } refusal)
            return Fail(ask, refusal);
        var placement = Placer.Find(ask);
        if (placement is null)
            return Fail(ask);
        if (quota?.Refuse(QuotaAmounts.Of(placement.Resources)) is not { } late)
            return placement;
        Placer.Spare(placement.Displaced);
        return Fail(ask, late);
    }

    public SchedulerResult Finish()
    {
        var done = Evaluation with
        {
            Status = EvalStatus.Complete,
            StatusDescription = "",
            QueuedAllocations = SmallMap.Packed(queued),
            SnapshotIndex = Snapshot.Index,
            FailedTGAllocs = failed.Count > 0 ? failed : null,
            QuotaLimitReached = LimitReached,
            MissingNonNodeResources = Awaited,
            DeploymentID = Deployment?.ID ?? Latest()?.ID ?? Evaluation.DeploymentID,
            ModifyTime = Context.NowNanoseconds,
            PlanAnnotations = Evaluation.AnnotatePlan ? Annotations() : null,
        };
        var blocked = Blocked(ref done);
        placer?.Close();
        return new SchedulerResult
        {
            Plan = Plan.IsEmpty && !Evaluation.AnnotatePlan ? null : Plan.Build(Evaluation, Job, Snapshot.Index, Evaluation.AnnotatePlan ? Annotations() : null),
            FollowUps = followUps, Blocked = blocked, Evaluation = done,
        };
    }

    // What is said of an evaluation names the job's newest deployment, over or not.
    private Deployment? Latest() =>
        Evaluation.Type == JobTypes.Service ? Snapshot.LatestDeployment(Evaluation.Namespace, Evaluation.JobID) : null;

    private string LimitReached => failed.Values.Any(metric => metric.QuotaExhausted is not null) ? quota!.Name : "";

    /// <summary>What is waited for besides nodes and quotas.</summary>
    private string[]? Awaited => waits.Count + volumes.Count > 0 ? [.. waits.Keys, .. volumes] : null;

    private Evaluation[] Blocked(ref Evaluation done)
    {
        if (failed.Count == 0 && waits.Count == 0)
            return [];
        if (fullNodes.Count == 0)
            return [Blocked("", ref done)];
        // What must run on one node waits for that node alone.
        var waiting = new List<Evaluation>();
        foreach (var node in fullNodes)
            waiting.Add(Blocked(node, ref done));
        if (LimitReached.Length > 0 || waits.Count > 0)
            waiting.Add(Blocked("", ref done));
        return [.. waiting];
    }

    private Evaluation Blocked(string nodeId, ref Evaluation done)
    {
        var again = Evaluation.Status == EvalStatus.Blocked && Evaluation.NodeID == nodeId;
        var wait = again ? done : FollowUpEvaluations.Blocked(Evaluation, Snapshot, Context);
        wait = wait with
        {
            Status = EvalStatus.Blocked,
            NodeID = nodeId,
            JobModifyIndex = Job?.JobModifyIndex ?? 0,
            StatusDescription = waits.Count > 0 ? string.Join("; ", waits.Values) : EvalStatusDescriptions.CreatedToPlaceRemainingAllocations,
            MissingNonNodeResources = Awaited,
            ClassEligibility = escaped ? null : classes,
            EscapedComputedClass = escaped,
            SnapshotIndex = Snapshot.Index,
            FailedTGAllocs = failed.Count > 0 ? failed : null,
            QuotaLimitReached = LimitReached,
        };
        done = again ? wait : done.BlockedEval.Length > 0 || done.Status == EvalStatus.Blocked ? done : done with { BlockedEval = wait.ID };
        return wait;
    }

    private Placement? Fail(PlacementAsk ask, string? overQuota = null)
    {
        if (overQuota is not null)
        {
            var known = failed.GetValueOrDefault(ask.Group.Name) ?? new AllocMetric();
            failed[ask.Group.Name] = known with { QuotaExhausted = known.QuotaExhausted ?? [overQuota] };
            return null;
        }
        foreach (var request in VolumeSources.Csi(ask.Group))
            volumes.Add(VolumeStanding.Resource(ask.Job.Namespace, VolumeSources.Of(request, ask.Name)));
        if (failed.ContainsKey(ask.Group.Name))
            return null;
        failed[ask.Group.Name] = Placer.Failure(ask);
        var feasibility = Placer.Feasibility(ask);
        escaped |= feasibility.Requirements.Escapes;
        foreach (var (name, eligible) in feasibility.ClassEligibility)
            classes[name] = eligible || classes.GetValueOrDefault(name);
        return null;
    }

    private string? DeploymentOf(string group) => Deployment is not null && DeploymentStatus.IsActive(Deployment.Status)
        && Deployment.TaskGroups.OrEmpty().ContainsKey(group) ? Deployment.ID : null;

    private Allocation Create(PlacementAsk ask, Placement placement)
    {
        var node = Placer.Draft.Rows.Nodes[placement.Row]!;
        var deployment = ask.Downgrade ? null : DeploymentOf(ask.Group.Name);
        return new Allocation
        {
            ID = Context.NewId(), Namespace = Evaluation.Namespace, EvalID = Evaluation.ID, Name = ask.Name, JobID = Evaluation.JobID, Job = ask.Job,
            TaskGroup = ask.Group.Name, NodeID = node.ID, NodeName = node.Name, AllocatedResources = placement.Resources, Metrics = placement.Metric,
            DesiredStatus = AllocDesiredStatus.Run, ClientStatus = AllocClientStatus.Pending,
            PreviousAllocation = ask.Previous?.ID ?? "", DeploymentID = deployment ?? "",
            DeploymentStatus = ask.Canary && deployment is not null ? new AllocDeploymentStatus { Canary = true } : null,
            RescheduleTracker = ask.Reschedule ? Reschedules.Track(ask.Previous!, ask.Group, Context.Now) : ask.Destructive ? null : ask.Previous?.RescheduleTracker,
            PreemptedAllocations = placement.Displaced.Count > 0 ? [.. placement.Displaced.Select(own => own.ID)] : null,
            CreateTime = Context.NowNanoseconds, ModifyTime = Context.NowNanoseconds,
        };
    }

    private void Delay(DelayedAsk delayed)
    {
        var followUp = delayed.Time is { } time ? FollowUp(time, delayed.Disconnect ? EvalTriggers.MaxDisconnectTimeout : EvalTriggers.AllocReschedule) : null;
        var alloc = delayed.Alloc with { FollowupEvalID = followUp?.ID ?? "", ModifyTime = Context.NowNanoseconds };
        Plan.Place(!delayed.Disconnect ? alloc : alloc with
        {
            ClientStatus = AllocClientStatus.Unknown,
            ClientDescription = AllocDesiredDescriptions.AllocIsUnknownSinceItsNodeIsDisconnected,
            AllocStates = [.. alloc.AllocStates.OrEmpty(), State(AllocClientStatus.Unknown)],
        });
    }

    // What is due within five seconds of each other shares one evaluation.
    private Evaluation FollowUp(DateTimeOffset time, string trigger)
    {
        var shared = followUps.Find(own => own.TriggeredBy == trigger && time <= own.WaitUntil && own.WaitUntil - time < FollowUpWindow);
        if (shared is null)
            followUps.Add(shared = FollowUpEvaluations.At(Evaluation, time, trigger, Context));
        return shared;
    }

    private static readonly TimeSpan FollowUpWindow = TimeSpan.FromSeconds(5);

    private AllocState State(string status) => new() { Value = status, Time = Context.Now };

    private PlanAnnotations Annotations() => new()
    {
        DesiredTGUpdates = Desired,
        PreemptedAllocs = Plan.Preempted.Count == 0 ? null : [.. Plan.Preempted.Select(alloc => new AllocListStub
        {
            ID = alloc.ID, EvalID = alloc.EvalID, Name = alloc.Name, Namespace = alloc.Namespace, NodeID = alloc.NodeID, NodeName = alloc.NodeName,
            JobID = alloc.JobID, JobType = alloc.Job?.Type ?? "", JobVersion = alloc.Job?.Version ?? 0, TaskGroup = alloc.TaskGroup,
            DesiredStatus = alloc.DesiredStatus, DesiredDescription = alloc.DesiredDescription, ClientStatus = alloc.ClientStatus,
            CreateIndex = alloc.CreateIndex, ModifyIndex = alloc.ModifyIndex, CreateTime = alloc.CreateTime, ModifyTime = alloc.ModifyTime,
        })],
    };
}

/// <summary>One version of a job is one object: comparing jobs by content would read all of them each time.</summary>
internal sealed class JobGroupComparer : IEqualityComparer<(Job Job, string Group)>
{
    public static JobGroupComparer Instance { get; } = new();

    public bool Equals((Job Job, string Group) x, (Job Job, string Group) y) => ReferenceEquals(x.Job, y.Job) && x.Group == y.Group;

    public int GetHashCode((Job Job, string Group) key) => HashCode.Combine(RuntimeHelpers.GetHashCode(key.Job), key.Group);
}
