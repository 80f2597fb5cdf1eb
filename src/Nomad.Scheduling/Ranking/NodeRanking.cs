using Nomad.Scheduling.Feasibility;
using Nomad.Scheduling.Planning;

namespace Nomad.Scheduling.Ranking;

/// <summary>
/// Scores of every node for one group, kept up to date as the plan grows. A placement changes one node (and the spread buckets), so the best of
/// all nodes is found by refreshing one block of 64 scores and comparing the blocks: exact, without looking at a sample only.
/// </summary>
internal sealed class NodeRanking
{
    private const int BlockSize = 64;

    /// <summary>Most scores one node can have besides the spread: fit, anti-affinity, affinity, penalty, devices.</summary>
    private const int Kinds = 5;

    private readonly ClusterDraft draft;
    private readonly NodeScores scores;
    private readonly JobUse use;
    private readonly SpreadScores spread;
    private readonly string group;
    private readonly int[] rowAt;
    private readonly int[] positionOf;
    private readonly double[] sumAt;
    private readonly byte[] kindAt;
    private readonly double[] blockBest;
    private readonly int[] bucketOfBlock;
    private readonly HashSet<int> refused = [];
    private readonly PropertyLimits properties;

    public NodeRanking(GroupFeasibility feasibility, NodeScores scores, ClusterDraft draft, JobUse use, Random random)
    {
        this.draft = draft;
        this.scores = scores;
        this.use = use;
        Feasibility = feasibility;
        group = feasibility.Group.Name;
        spread = new SpreadScores(feasibility.Job, feasibility.Group, draft.Rows, feasibility.Rows, use.Of(group));
        properties = new PropertyLimits(feasibility.Requirements, draft.Rows, use, group);
        (rowAt, bucketOfBlock) = Arrange(random);
        positionOf = new int[draft.Count];
        Array.Fill(positionOf, -1);
        sumAt = new double[rowAt.Length];
        kindAt = new byte[rowAt.Length];
        blockBest = new double[bucketOfBlock.Length * Kinds];
        for (var position = 0; position < rowAt.Length; position++)
        {
            if (rowAt[position] >= 0)
                positionOf[rowAt[position]] = position;
            Score(position);
        }
        for (var block = 0; block < bucketOfBlock.Length; block++)
            RefreshBlock(block);
        draft.RowChanged += RefreshRow;
        use.Changed += UseChanged;
    }

    public GroupFeasibility Feasibility { get; }

    /// <summary>The best row of all, -1 when none has room.</summary>
    public int Best()
    {
        var best = double.NegativeInfinity;
        var bestBlock = -1;
        var bestKind = 0;
        for (var block = 0; block < bucketOfBlock.Length; block++)
        {
            var boost = spread.Scores[bucketOfBlock[block]];
            var extra = boost == 0 ? 0 : 1;
            for (var kind = 0; kind < Kinds; kind++)
            {
                var sum = blockBest[block * Kinds + kind];
                if (double.IsNegativeInfinity(sum))
                    continue;
                var final = (sum + boost) / (kind + 1 + extra);
                if (final > best)
                    (best, bestBlock, bestKind) = (final, block, kind);
            }
        }
        if (bestBlock < 0)
            return -1;
        var wanted = blockBest[bestBlock * Kinds + bestKind];
        for (var position = bestBlock * BlockSize; ; position++)
            if (sumAt[position] == wanted && kindAt[position] == bestKind)
                return rowAt[position];
    }

    /// <summary>Whether a row is feasible and has room now.</summary>
    public bool HasRoom(int row) => row >= 0 && positionOf[row] is var position and >= 0 && !double.IsNegativeInfinity(sumAt[position]);

    /// <summary>Whether distinctness forbids a row now; the reason, or null.</summary>
    public string? Distinct(int row)
    {
        if (Feasibility.Requirements.JobDistinctHosts && use.All[row] > 0)
            return Operands.DistinctHosts;
        if (Feasibility.Requirements.DistinctHosts && use.Of(group)[row] > 0)
            return Operands.DistinctHosts;
        return properties.Refuse(draft.Rows.Nodes[row]!);
    }

    /// <summary>Sets a row aside after its ports, cores or devices turned out not to suffice; a change of the row brings it back.</summary>
    public void Refuse(int row)
    {
        refused.Add(row);
        Refresh(row);
    }

    /// <summary>Marks rows where this very allocation failed before; call again with <paramref name="on"/> false afterwards.</summary>
    public void Penalise(IReadOnlyCollection<int> rows, bool on)
    {
        foreach (var row in rows)
        {
            scores.Penalise(row, on);
            Refresh(row);
        }
    }

    public double FinalScore(int row)
    {
        var position = positionOf[row];
        if (position < 0 || double.IsNegativeInfinity(sumAt[position]))
            return double.NegativeInfinity;
        var boost = spread.Scores[spread.BucketOf(row)];
        return (sumAt[position] + boost) / (kindAt[position] + 1 + (boost == 0 ? 0 : 1));
    }

    /// <summary>The named scores of a row, as <c>alloc status -verbose</c> shows them.</summary>
    public NodeScoreMeta Explain(int row)
    {
        var named = scores.Explain(row, use.Of(group)[row]);
        if (!spread.IsEmpty)
            named["allocation-spread"] = spread.Scores[spread.BucketOf(row)];
        return new NodeScoreMeta { NodeID = draft.Rows.Nodes[row]!.ID, Scores = named, NormScore = FinalScore(row) };
    }

    /// <summary>Stops listening; the ranking is not used any more.</summary>
    public void Close()
    {
        draft.RowChanged -= RefreshRow;
        use.Changed -= UseChanged;
    }

    private (int[] Rows, int[] Buckets) Arrange(Random random)
    {
        var feasible = Feasibility.Rows;
        var members = new List<int>?[spread.BucketCount];
        // Ties go to the first row; where the order starts is left to chance so that workers do not all choose the same node.
        var start = feasible.Length > 0 ? random.Next(feasible.Length) : 0;
        for (var i = 0; i < feasible.Length; i++)
        {
            var row = feasible[(i + start) % feasible.Length];
            (members[spread.BucketOf(row)] ??= []).Add(row);
        }
        var rows = new List<int>(feasible.Length + BlockSize * members.Length);
        var buckets = new List<int>();
        for (var bucket = 0; bucket < members.Length; bucket++)
        {
            if (members[bucket] is not { } own)
                continue;
            rows.AddRange(own);
            while (rows.Count % BlockSize != 0)
                rows.Add(-1);
            while (buckets.Count < rows.Count / BlockSize)
                buckets.Add(bucket);
        }
        return ([.. rows], [.. buckets]);
    }

    private void RefreshRow(int row)
    {
        refused.Remove(row);
        Refresh(row);
    }

    private void UseChanged(int row, string changedGroup, int delta)
    {
        if (changedGroup == group && !spread.IsEmpty && draft.Rows.Nodes[row] is { } node)
            spread.Change(node, delta);
        if (properties.Change(draft.Rows.Nodes[row], changedGroup, delta))
        {
            for (var position = 0; position < rowAt.Length; position++)
                Score(position);
            for (var block = 0; block < bucketOfBlock.Length; block++)
                RefreshBlock(block);
        }
        else
        {
            Refresh(row);
        }
    }

    private void Refresh(int row)
    {
        var position = positionOf[row];
        if (position < 0)
            return;
        Score(position);
        RefreshBlock(position / BlockSize);
    }

    private void Score(int position)
    {
        var row = rowAt[position];
        if (row < 0 || (refused.Count > 0 && refused.Contains(row)) || Distinct(row) is not null)
        {
            sumAt[position] = double.NegativeInfinity;
            return;
        }
        sumAt[position] = scores.Sum(row, use.Of(group)[row], out var count);
        kindAt[position] = (byte)(count - 1);
    }

    private void RefreshBlock(int block)
    {
        var best = blockBest.AsSpan(block * Kinds, Kinds);
        best.Fill(double.NegativeInfinity);
        var sums = sumAt.AsSpan(block * BlockSize, BlockSize);
        var kinds = kindAt.AsSpan(block * BlockSize, BlockSize);
        for (var i = 0; i < sums.Length; i++)
            if (sums[i] > best[kinds[i]])
                best[kinds[i]] = sums[i];
    }
}
