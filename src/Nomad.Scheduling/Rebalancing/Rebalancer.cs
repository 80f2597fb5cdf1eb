using Nomad.Model.Rebalancing;
using Nomad.Scheduling.Feasibility;
using Nomad.Scheduling.Planning;
using Nomad.Scheduling.Reconciliation;

namespace Nomad.Scheduling.Rebalancing;

/// <summary>
/// Finds running allocations that would score better on another node by the very scores that placed them, each move seeing those before it.
/// A move never puts an allocation beside more of its own group than it leaves, and no group loses more at once than its migrate rules allow. Pure.
/// </summary>
public static class Rebalancer
{
    /// <summary>Why the evaluations that carry moves out are made.</summary>
    public const string Trigger = "rebalance";

    /// <summary>Moves unless more are asked for: every one of them restarts work.</summary>
    public const int DefaultMaxMoves = 5;

    /// <summary>The most that one call moves.</summary>
    public const int LargestMaxMoves = 1000;

    /// <summary>Gain that a restart is worth, unless said otherwise.</summary>
    public const double DefaultMinGain = 0.1;

    /// <summary>Allocations looked at in one call; it begins with another job each time.</summary>
    public const int MaxConsidered = 50_000;

    /// <summary>Candidates weighed again for each move; those before them may have taken the gain.</summary>
    private const int TriesPerMove = 4;

    /// <param name="all">All jobs: what one of them wants to be near to or away from stays where it is.</param>
    /// <param name="jobs">Jobs to look at; those that rebalancing leaves alone are skipped.</param>
    /// <param name="request">Zeros stand for the defaults.</param>
    public static RebalancePlan Propose(
        IClusterSnapshot snapshot, IEnumerable<Job> all, IReadOnlyList<Job> jobs, RebalanceRequest request, SchedulingContext context)
    {
        var anchors = all.SelectMany(job => NearRules.Others(job).Select(other => (job.Namespace, other))).ToHashSet();
        var run = new Run(snapshot, context, request.MinGain > 0 ? request.MinGain : DefaultMinGain);
        var first = jobs.Count > 0 ? context.Random.Next(jobs.Count) : 0;
        for (var i = 0; i < jobs.Count && run.Considered < MaxConsidered; i++)
        {
            var job = jobs[(first + i) % jobs.Count];
            if (!anchors.Contains((job.Namespace, job.ID)))
                run.Survey(job);
        }
        return run.Choose(Math.Min(request.MaxMoves > 0 ? request.MaxMoves : DefaultMaxMoves, LargestMaxMoves));
    }

    private sealed record Candidate(Job Job, TaskGroup Group, Allocation Allocation, double Gain);

    private sealed record Planned(Allocation Old, int Row, Allocation New);

    private sealed class Run(IClusterSnapshot snapshot, SchedulingContext context, double minGain)
    {
        private readonly List<Candidate> candidates = [];
        private readonly List<Planned> planned = [];
        private readonly List<RebalanceMove> moves = [];
        private readonly Dictionary<(string, string, string), int> budgets = [];

        public int Considered { get; private set; }

        public void Survey(Job job)
        {
            if (!MayMove(job) || snapshot.LatestDeployment(job.Namespace, job.ID) is { } deployment && DeploymentStatus.IsActive(deployment.Status))
                return;
            Allocation[] allocations = [.. snapshot.AllocationsOfJob(job.Namespace, job.ID)];
            var placer = new Placer(snapshot, context, job.Type, allocations);
            try
            {
                foreach (var group in job.TaskGroups.OrEmpty().Where(group => MayMove(group) && !IsAnchor(job, group)))
                    Survey(placer, job, group, allocations);
            }
            finally
            {
                placer.Close();
            }
        }

        public RebalancePlan Choose(int maxMoves)
        {
            foreach (var candidate in candidates.OrderByDescending(own => own.Gain).ThenBy(own => own.Allocation.ID, StringComparer.Ordinal).Take(maxMoves * TriesPerMove))
            {
                if (moves.Count == maxMoves)
                    break;
                var key = (candidate.Job.Namespace, candidate.Job.ID, candidate.Group.Name);
                if (budgets[key] > 0 && Move(candidate) is { } move)
                {
                    moves.Add(move);
                    budgets[key]--;
                }
            }
            return new RebalancePlan { Moves = moves, Considered = Considered, Better = candidates.Count, Index = snapshot.Index };
        }

        private void Survey(Placer placer, Job job, TaskGroup group, Allocation[] allocations)
        {
            budgets[(job.Namespace, job.ID, group.Name)] = MigrateBudget.Of(group, allocations);
            // A drain moves this group already, by the same rules.
            if (allocations.Any(alloc => alloc.TaskGroup == group.Name && snapshot.Node(alloc.NodeID) is { DrainStrategy: not null }))
                return;
            foreach (var alloc in allocations.Where(alloc => alloc.TaskGroup == group.Name && MayMove(job, alloc)))
            {
                if (Considered == MaxConsidered)
                    return;
                Considered++;
                if (Weigh(placer, job, group, alloc) is var (_, before, after) && after - before >= minGain)
                    candidates.Add(new Candidate(job, group, alloc, after - before));
            }
        }

        // The best other place and both scores; null when it is best where it is.
        private static (Placement Place, double Before, double After)? Weigh(Placer placer, Job job, TaskGroup group, Allocation alloc)
        {
            var row = placer.Draft.RowOf(alloc.NodeID);
            var ask = new PlacementAsk { Name = alloc.Name, Group = group, Job = job };
            placer.Release(alloc);
            try
            {
                var before = row < 0 ? double.NegativeInfinity : placer.Score(ask, row);
                // Where it would not be placed today it is no matter of balance: its node is leaving, or its constraints are for the next update.
                if (double.IsNegativeInfinity(before) || placer.Find(ask) is not { } place)
                    return null;
                var ofGroup = placer.Use.Of(group.Name);
                placer.Spare(place.Displaced);
                if (place.Row == row || place.Displaced.Count > 0 || ofGroup.GetValueOrDefault(place.Row) > ofGroup.GetValueOrDefault(row))
                    return null;
                return (place, before, placer.Score(ask, place.Row));
            }
            finally
            {
                placer.Restore(alloc);
            }
        }

        private RebalanceMove? Move(Candidate candidate)
        {
            var (job, group, alloc, _) = candidate;
            var placer = new Placer(snapshot, context, job.Type, snapshot.AllocationsOfJob(job.Namespace, job.ID));
            try
            {
                foreach (var earlier in planned)
                    Repeat(placer, job, earlier);
                if (Weigh(placer, job, group, alloc) is not var (place, before, after) || after - before < minGain)
                    return null;
                var to = placer.Draft.Rows.Nodes[place.Row]!;
                planned.Add(new Planned(alloc, place.Row, alloc with { ID = context.NewId(), NodeID = to.ID, AllocatedResources = place.Resources }));
                return new RebalanceMove
                {
                    AllocID = alloc.ID, Name = alloc.Name, Namespace = alloc.Namespace, JobID = alloc.JobID, TaskGroup = alloc.TaskGroup,
                    FromNodeID = alloc.NodeID, FromNodeName = alloc.NodeName, ToNodeID = to.ID, ToNodeName = to.Name,
                    Score = before, NewScore = after, Gain = after - before,
                };
            }
            finally
            {
                placer.Close();
            }
        }

        private static void Repeat(Placer placer, Job job, Planned move)
        {
            placer.Release(move.Old);
            placer.Draft.Place(move.Row, move.New, ComparableResources.Of(move.New.AllocatedResources!));
            if (move.New.Namespace == job.Namespace && move.New.JobID == job.ID)
                placer.Use.Placed(move.Row, move.New.TaskGroup);
        }

        // Batch work would begin again, and system jobs have nowhere else to go.
        private static bool MayMove(Job job) => job is { Type: JobTypes.Service, Stop: false, Periodic: null } && (job.ParameterizedJob is null || job.Dispatched);

        // A group that keeps its data on its node stays with it.
        private static bool MayMove(TaskGroup group) => !Placer.KeepsData(group);

        // Other groups of the job lie as this one lies.
        private static bool IsAnchor(Job job, TaskGroup group) => job.TaskGroups.OrEmpty().SelectMany(other => other.Near.OrEmpty())
            .Any(rule => (rule.Job.Length == 0 || rule.Job == job.ID) && rule.Group == group.Name);

        private static bool MayMove(Job job, Allocation alloc) => alloc is { DesiredStatus: AllocDesiredStatus.Run, ClientStatus: AllocClientStatus.Running }
            && alloc.DesiredTransition.Migrate != true && alloc.DeploymentStatus?.Healthy != false && (alloc.Job is null || alloc.Job.Version == job.Version);
    }
}
