using Nomad.Model.Explanations;
using Nomad.Model.Quotas;
using Nomad.Model.Volumes;
using Nomad.Scheduling.Feasibility;
using Nomad.Scheduling.Ranking;
using Nomad.Scheduling.Reconciliation;

namespace Nomad.Scheduling.Planning;

/// <summary>Finds a node for one allocation after the other, each seeing what was planned before it.</summary>
internal sealed class Placer
{
    /// <summary>
    /// Placements of one group that get scores of their own in one run; later ones show those of the last such, so that a thousand allocations
    /// do not carry a thousand tables.
    /// </summary>
    private const int ExplainedPlacements = 16;

    private const int ExplainedNodes = 5;

    private readonly IClusterSnapshot snapshot;
    private readonly SchedulingContext context;
    private readonly Dictionary<TaskGroup, Offers> offers = new(ReferenceEqualityComparer.Instance);
    private readonly bool preempts;
    private readonly List<Allocation> displaced = [];
    private readonly VolumeDraft volumes;

    public Placer(IClusterSnapshot snapshot, SchedulingContext context, string schedulerType, IEnumerable<Allocation> ofJob)
    {
        this.snapshot = snapshot;
        this.context = context;
        var configuration = snapshot.SchedulerConfiguration();
        preempts = schedulerType switch
        {
            JobTypes.System => configuration.PreemptionConfig.SystemSchedulerEnabled,
            JobTypes.Sysbatch => configuration.PreemptionConfig.SysBatchSchedulerEnabled,
            JobTypes.Batch => configuration.PreemptionConfig.BatchSchedulerEnabled,
            _ => configuration.PreemptionConfig.ServiceSchedulerEnabled,
        };
        Draft = new ClusterDraft(snapshot);
        volumes = new VolumeDraft(Draft);
        Use = new JobUse(Draft, ofJob);
    }

    public ClusterDraft Draft { get; }

    public JobUse Use { get; }

    public GroupFeasibility Feasibility(PlacementAsk ask) => OffersFor(ask).Ranking.Feasibility;

    public GroupFeasibility Feasibility(Job job, TaskGroup group) => OffersFor(job, group).Ranking.Feasibility;

    /// <summary>The score that a row has for one more allocation now; negative infinity when it is not feasible or has no room.</summary>
    public double Score(PlacementAsk ask, int row) => OffersFor(ask).Ranking.FinalScore(row);

    public void Release(Allocation alloc)
    {
        Draft.Release(alloc);
        Use.Stopped(alloc);
        OthersChanged();
    }

    public void Restore(Allocation alloc)
    {
        Draft.Restore(alloc);
        Use.Kept(alloc);
        OthersChanged();
    }

    /// <summary>Lets go of the rankings so far. What is asked afterwards is ranked anew; groups that are done would only slow down the others.</summary>
    public void CloseRankings()
    {
        foreach (var offer in offers.Values)
            offer.Ranking.Close();
        offers.Clear();
    }

    /// <summary>The run is over.</summary>
    public void Close()
    {
        CloseRankings();
        Draft.Close();
    }

    /// <summary>A place for the ask, null when there is none.</summary>
    public Placement? Find(PlacementAsk ask)
    {
        var offer = OffersFor(ask);
        var penalised = Penalised(ask);
        if (penalised.Count > 0)
            offer.Ranking.Penalise(penalised, true);
        try
        {
            var row = Preferred(ask, offer, out var resources);
            while (row < 0)
            {
                row = ask.NodeID.Length > 0 ? (Draft.RowOf(ask.NodeID) is var own && offer.Ranking.HasRoom(own) ? own : -1) : offer.Ranking.Best();
                if (row < 0)
                    break;
                resources = ResourceChoice.Choose(Draft, row, offer.Ask, context.Random, out var exhausted);
                if (resources is not null)
                    break;
                offer.Refusals[row] = exhausted!;
                offer.Ranking.Refuse(row);
                row = -1;
            }
            if (row >= 0)
                return new Placement(row, resources!, Metric(offer, row), []);
            if (!preempts || Preemption.Find(this, ask, new(offer.Ask, offer.Ranking), displaced, context) is not { } preempting)
                return null;
            displaced.AddRange(preempting.Displaced);
            OthersChanged();
            return preempting with { Metric = WithPreemption(Metric(offer, preempting.Row), offer.Ranking, preempting) };
        }
        finally
        {
            if (penalised.Count > 0)
                offer.Ranking.Penalise(penalised, false);
        }
    }

    /// <summary>Those whom a placement would have displaced stay: it does not come about.</summary>
    public void Spare(IReadOnlyList<Allocation> victims)
    {
        foreach (var victim in victims)
        {
            Draft.Restore(victim);
            displaced.Remove(victim);
        }
        OthersChanged();
    }

    public void Take(Placement placement, PlacementAsk ask, Allocation alloc)
    {
        var group = OffersFor(ask).Ask;
        Draft.Place(placement.Row, alloc, group.Cores == 0 ? group.Used : ComparableResources.Of(alloc.AllocatedResources!));
        Use.Placed(placement.Row, alloc.TaskGroup);
        if (volumes.Take(alloc, ask.Group))
            OthersChanged();
    }

    private void OthersChanged()
    {
        foreach (var offer in offers.Values)
            offer.Ranking.OthersChanged();
    }

    private Offers OffersFor(PlacementAsk ask) => OffersFor(ask.Job, ask.Group, ask.Name);

    private Offers OffersFor(Job job, TaskGroup group, string allocName = "")
    {
        var name = VolumeSources.DependOnName(group) ? allocName : "";
        if (offers.TryGetValue(group, out var known))
        {
            if (known.AllocName == name)
                return known;
            // Each has volumes of its own: what was ranked for one says nothing of the next.
            known.Ranking.Close();
        }
        var own = VolumeSources.Resolved(group, name);
        var csi = VolumeDraft.Requested(snapshot, job, own);
        var feasibility = new GroupFeasibility(job, own, Draft.Rows, csi);
        var configuration = snapshot.SchedulerConfiguration(job.NodePool);
        var ask = new GroupAsk(own, configuration.MemoryOversubscriptionEnabled);
        var near = Neighbours.Of(feasibility, Draft, Use);
        var scores = new NodeScores(feasibility, ask, Draft, configuration.SchedulerAlgorithm, near);
        var ranking = new NodeRanking(feasibility, scores, Draft, Use, context.Random, near, csi.Count > 0 ? new GroupVolumes(csi, volumes) : null);
        return offers[group] = new Offers(ask, ranking, scores, name);
    }

    /// <summary>The node with the data of a sticky disk or volume comes first.</summary>
    private int Preferred(PlacementAsk ask, Offers offer, out AllocatedResources? resources)
    {
        resources = null;
        if (ask.Previous is null || !KeepsData(ask.Group))
            return -1;
        var row = Draft.RowOf(ask.Previous.NodeID);
        if (row < 0 || !offer.Ranking.HasRoom(row))
            return -1;
        resources = ResourceChoice.Choose(Draft, row, offer.Ask, context.Random, out _);
        return resources is null ? -1 : row;
    }

    /// <summary>Whether what an allocation of the group has written is wanted again by the one after it.</summary>
    public static bool KeepsData(TaskGroup group) => group.EphemeralDisk is { Sticky: true } or { Migrate: true }
        || (group.Volumes is { Count: > 0 } volumes && volumes.Values.Any(volume => volume.Sticky));

    private List<int> Penalised(PlacementAsk ask)
    {
        var rows = new List<int>();
        if (ask.Previous is not { ClientStatus: AllocClientStatus.Failed } previous || ask.NodeID.Length > 0)
            return rows;
        foreach (var node in (previous.RescheduleTracker?.Events).OrEmpty().Select(own => own.PrevNodeID).Append(previous.NodeID).Distinct(StringComparer.Ordinal))
            if (Draft.RowOf(node) is var row and >= 0)
                rows.Add(row);
        return rows;
    }

    private static AllocMetric WithPreemption(AllocMetric metric, NodeRanking ranking, Placement chosen)
    {
        var row = ranking.Explain(chosen.Row);
        var own = row with
        {
            Scores = new Dictionary<string, double>(row.Scores.OrEmpty(), StringComparer.Ordinal) { ["preemption"] = chosen.PreemptionScore },
            NormScore = ranking.Mean(chosen.Row, chosen.PreemptionScore),
        };
        return metric with { ScoreMetaData = [own, .. metric.ScoreMetaData.OrEmpty().Where(other => other.NodeID != row.NodeID)] };
    }

    private AllocMetric Metric(Offers offer, int chosen)
    {
        if (offer.Explained++ >= ExplainedPlacements && !offer.Ask.IsJudgedByScore)
            return offer.Last!;
        Span<(int Row, double Score)> best = stackalloc (int, double)[ExplainedNodes];
        best = best[..offer.Ranking.Top(chosen, best)];
        return offer.Last = Base(offer.Ranking.Feasibility) with { ScoreMetaData = offer.Ranking.Explain(best) };
    }

    /// <summary>Why there is no place for the ask, counted over all nodes, or told of the only one that would do.</summary>
    public AllocMetric Failure(PlacementAsk ask)
    {
        var offer = OffersFor(ask);
        var feasibility = offer.Ranking.Feasibility;
        var filtered = new Dictionary<string, int>(feasibility.ConstraintFiltered, StringComparer.Ordinal);
        var dimensions = new Dictionary<string, int>(StringComparer.Ordinal);
        var classes = new Dictionary<string, int>(StringComparer.Ordinal);
        int exhausted = 0, distinct = 0;
        int[] rows = ask.NodeID.Length == 0 ? feasibility.Rows : Draft.RowOf(ask.NodeID) is var only and >= 0 ? [only] : [];
        foreach (var row in rows)
        {
            if (offer.Ranking.Distinct(row) is { } reason)
            {
                distinct++;
                filtered[reason] = filtered.GetValueOrDefault(reason) + 1;
                continue;
            }
            var dimension = offer.Scores.Exhausted(row) ?? offer.Refusals.GetValueOrDefault(row) ?? "network: port collision";
            exhausted++;
            dimensions[dimension] = dimensions.GetValueOrDefault(dimension) + 1;
            var nodeClass = Draft.Rows.Nodes[row]!.NodeClass;
            if (nodeClass.Length > 0)
                classes[nodeClass] = classes.GetValueOrDefault(nodeClass) + 1;
        }
        return Base(feasibility) with
        {
            NodesFiltered = feasibility.Filtered + distinct,
            ConstraintFiltered = filtered.Count > 0 ? filtered : null,
            NodesExhausted = exhausted,
            DimensionExhausted = dimensions.Count > 0 ? dimensions : null,
            ClassExhausted = classes.Count > 0 ? classes : null,
        };
    }

    /// <summary>What one allocation of a group takes of a quota, apart from devices.</summary>
    public QuotaAmounts Asked(PlacementAsk ask) => OffersFor(ask).Ask.Amounts;

    /// <summary>What a row that meets the requirements says to one more allocation now, added to <paramref name="told"/>.</summary>
    public NodeExplanation Explain(Job job, TaskGroup group, int row, NodeExplanation told)
    {
        var offer = OffersFor(job, group);
        if (offer.Ranking.Distinct(row) is { } distinct)
            return IsOfNeighbours(distinct) ? told with { Check = NodeChecks.Near, Reason = distinct }
                : distinct.StartsWith("CSI ", StringComparison.Ordinal) ? told with { Check = NodeChecks.Volume, Reason = distinct }
                : told with { Check = NodeChecks.Distinct, Reason = $"{distinct}: others of the job are there" };
        if (offer.Scores.Shortage(row) is { } shortage)
            return told with
            {
                Check = shortage.Check,
                Reason = $"{shortage.Asked} {shortage.Unit} asked, {Math.Max(0, shortage.Free)} free",
                Asked = shortage.Asked,
                Free = shortage.Free,
            };
        if (ResourceChoice.Choose(Draft, row, offer.Ask, context.Random, out var exhausted) is null)
            return told with { Check = NodeChecks.Taken, Reason = PartsChoice.Words(exhausted!) };
        var scores = offer.Ranking.Explain(row);
        return told with { Scores = scores.Scores, NormScore = scores.NormScore };
    }

    private static bool IsOfNeighbours(string reason) => reason.StartsWith(NearRules.Near + " ", StringComparison.Ordinal)
        || reason.StartsWith(NearRules.AwayFrom + " ", StringComparison.Ordinal);

    private static AllocMetric Base(GroupFeasibility feasibility) => new()
    {
        NodesEvaluated = feasibility.Rows.Length + feasibility.Filtered,
        NodesFiltered = feasibility.Filtered,
        NodesInPool = feasibility.Candidates.InPool,
        NodePool = feasibility.Candidates.Pool,
        NodesAvailable = feasibility.Candidates.Available,
        ConstraintFiltered = feasibility.ConstraintFiltered.Count > 0 ? feasibility.ConstraintFiltered : null,
        ClassFiltered = feasibility.ClassFiltered.Count > 0 ? feasibility.ClassFiltered : null,
    };

    /// <summary>What belongs to one group: its ask, its ranking, and how placements went so far.</summary>
    private sealed class Offers(GroupAsk ask, NodeRanking ranking, NodeScores scores, string allocName)
    {
        /// <summary>Of the allocation whose volumes were asked for; "" when all of the group have the same.</summary>
        public string AllocName { get; } = allocName;

        public GroupAsk Ask { get; } = ask;

        public NodeRanking Ranking { get; } = ranking;

        public NodeScores Scores { get; } = scores;

        public Dictionary<int, string> Refusals { get; } = [];

        public int Explained { get; set; }

        public AllocMetric? Last { get; set; }
    }
}

/// <summary>A row found for an allocation, what it gets there, and whom it displaces.</summary>
internal sealed record Placement(int Row, AllocatedResources Resources, AllocMetric Metric, IReadOnlyList<Allocation> Displaced)
{
    /// <summary>How little the displaced matter; 0 when there are none.</summary>
    public double PreemptionScore { get; init; }
}
