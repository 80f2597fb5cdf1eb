using System.Buffers;
using Nomad.Scheduling.Feasibility;
using Nomad.Scheduling.Planning;

namespace Nomad.Scheduling.Ranking;

/// <summary>
/// Scores of every node for one group, kept up to date as the plan grows. A placement changes one node (and the spread buckets), so the best of
/// all nodes is found by refreshing one block of 64 scores and comparing the blocks: exact, without looking at a sample only.
/// </summary>
internal sealed class NodeRanking
{
    private const int BlockSize = RowArrangement.BlockSize;

    /// <summary>Most scores one node can have besides the spread: fit, anti-affinity, affinity, penalty, devices, neighbours.</summary>
    private const int Kinds = 6;

    private readonly ClusterDraft draft;
    private readonly NodeScores scores;
    private readonly JobUse use;
    private readonly Dictionary<int, int> groupUse;
    private readonly SpreadScores spread;
    private readonly string group;
    private readonly int[] rowAt;
    private readonly int[] positionOf;
    private readonly int[] bucketOfBlock;
    private readonly double[] sumAt;
    private readonly byte[] kindAt;
    private readonly double[] blockBest;
    private readonly HashSet<int> refused = [];
    private readonly PropertyLimits properties;
    private readonly Neighbours? near;
    private readonly GroupVolumes? volumes;

    // Equal nodes: where the search begins is left to chance, so that workers do not all choose the same one.
    private readonly int firstBlock;
    private readonly int firstInBlock;

    /// <param name="near">Null when the group has no rules about others.</param>
    /// <param name="volumes">Null when the group asks for no volumes of plugins.</param>
    public NodeRanking(GroupFeasibility feasibility, NodeScores scores, ClusterDraft draft, JobUse use, Random random, Neighbours? near, GroupVolumes? volumes)
    {
        this.near = near;
        this.volumes = volumes;
        this.draft = draft;
        this.scores = scores;
        this.use = use;
        Feasibility = feasibility;
        group = feasibility.Group.Name;
        groupUse = use.Of(group);
        spread = new SpreadScores(feasibility, draft.Rows, groupUse);
        properties = new PropertyLimits(feasibility.Requirements, draft.Rows, use, group);
        (rowAt, positionOf, bucketOfBlock) = (spread.Arrangement.RowAt, spread.Arrangement.PositionOf, spread.Arrangement.BucketOfBlock);
        sumAt = ArrayPool<double>.Shared.Rent(rowAt.Length);
        kindAt = ArrayPool<byte>.Shared.Rent(rowAt.Length);
        blockBest = ArrayPool<double>.Shared.Rent(bucketOfBlock.Length * Kinds);
        firstBlock = random.Next(Math.Max(1, bucketOfBlock.Length));
        firstInBlock = random.Next(BlockSize);
        ScoreAll();
        draft.RowChanged += RefreshRow;
        use.Changed += UseChanged;
    }

    public GroupFeasibility Feasibility { get; }

    /// <summary>The best row of all, -1 when none has room.</summary>
    public int Best()
    {
        var best = double.NegativeInfinity;
        var (bestBlock, bestKind) = (-1, 0);
        for (var i = 0; i < bucketOfBlock.Length; i++)
        {
            var block = firstBlock + i < bucketOfBlock.Length ? firstBlock + i : firstBlock + i - bucketOfBlock.Length;
            if (BestOf(block, out var kind) is var final && final > best)
                (best, bestBlock, bestKind) = (final, block, kind);
        }
        if (bestBlock < 0)
            return -1;
        var wanted = blockBest[bestBlock * Kinds + bestKind];
        for (var i = firstInBlock; ; i++)
        {
            var position = bestBlock * BlockSize + i % BlockSize;
            if (sumAt[position] == wanted && kindAt[position] == bestKind)
                return rowAt[position];
        }
    }

    /// <summary>Fills in the rows with the highest scores, of equal ones the chosen first, and returns how many there are.</summary>
    public int Top(int chosen, Span<(int Row, double Score)> best)
    {
        best[0] = (chosen, FinalScore(chosen));
        // One that has no room before others make it has no score either.
        var count = double.IsNegativeInfinity(best[0].Score) ? 0 : 1;
        for (var block = 0; block < bucketOfBlock.Length; block++)
        {
            var highest = BestOf(block, out _);
            if (double.IsNegativeInfinity(highest) || (count == best.Length && highest <= best[^1].Score))
                continue;
            for (var position = block * BlockSize; position < (block + 1) * BlockSize; position++)
            {
                if (double.IsNegativeInfinity(sumAt[position]) || rowAt[position] == chosen)
                    continue;
                var score = FinalScore(rowAt[position]);
                if (count == best.Length && score <= best[^1].Score)
                    continue;
                var at = count < best.Length ? count++ : count - 1;
                for (; at > 0 && score > best[at - 1].Score; at--)
                    best[at] = best[at - 1];
                best[at] = (rowAt[position], score);
            }
        }
        return count;
    }

    /// <summary>Whether a row is feasible and has room now.</summary>
    public bool HasRoom(int row) => row >= 0 && positionOf[row] is var position and >= 0 && !double.IsNegativeInfinity(sumAt[position]);

    /// <summary>Whether distinctness, neighbours or volumes that others use forbid a row now; the reason, or null.</summary>
    public string? Distinct(int row)
    {
        if (Feasibility.Requirements.JobDistinctHosts && use.All.GetValueOrDefault(row) > 0)
            return Operands.DistinctHosts;
        if (Feasibility.Requirements.DistinctHosts && groupUse.GetValueOrDefault(row) > 0)
            return Operands.DistinctHosts;
        if (near is { HasConditions: true } && near.Refuse(row) is { } reason)
            return reason;
        if (volumes?.Refuse(row) is { } taken)
            return taken;
        return properties.IsEmpty ? null : properties.Refuse(draft.Rows.Nodes[row]!);
    }

    /// <summary>Sets a row aside after its ports, cores or devices turned out not to suffice; a change of the row brings it back.</summary>
    public void Refuse(int row)
    {
        refused.Add(row);
        Refresh(row);
    }

    /// <summary>Others came or went: the volumes that the group asks for may be used by others than before, and whom it looks at may be elsewhere.</summary>
    public void OthersChanged()
    {
        if (volumes is not null || near?.TakeElsewhere() == true)
            ScoreAll();
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
        var boost = spread.Of(row);
        return (sumAt[position] + boost) / (kindAt[position] + 1 + (boost == 0 ? 0 : 1));
    }

    /// <summary>The final score of a row with one score more in the mean; negative infinity when it has no room.</summary>
    public double Mean(int row, double more)
    {
        var position = positionOf[row];
        if (position < 0 || double.IsNegativeInfinity(sumAt[position]))
            return double.NegativeInfinity;
        var boost = spread.Of(row);
        return (sumAt[position] + boost + more) / (kindAt[position] + 2 + (boost == 0 ? 0 : 1));
    }

    /// <summary>The named scores of a row, as <c>alloc status -verbose</c> shows them.</summary>
    public NodeScoreMeta Explain(int row) => Explain([(row, 0)])[0];

    /// <summary>The same of several rows.</summary>
    public NodeScoreTable Explain(ReadOnlySpan<(int Row, double Score)> rows)
    {
        var names = scores.Names(!spread.IsEmpty);
        var (nodes, values, width) = (new string[rows.Length], new double[rows.Length * (names.Length + 1)], names.Length + 1);
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i].Row;
            nodes[i] = draft.Rows.Nodes[row]!.ID;
            scores.Explain(row, groupUse.GetValueOrDefault(row), spread.IsEmpty ? null : spread.Of(row), values.AsSpan(i * width, names.Length));
            values[(i + 1) * width - 1] = FinalScore(row);
        }
        return new NodeScoreTable(nodes, names, values);
    }

    /// <summary>Stops listening; the ranking is not used any more.</summary>
    public void Close()
    {
        draft.RowChanged -= RefreshRow;
        use.Changed -= UseChanged;
        near?.Close();
        ArrayPool<double>.Shared.Return(sumAt);
        ArrayPool<byte>.Shared.Return(kindAt);
        ArrayPool<double>.Shared.Return(blockBest);
    }

    private double BestOf(int block, out int bestKind)
    {
        var boost = spread.Scores[bucketOfBlock[block]];
        var extra = boost == 0 ? 1 : 2;
        var best = double.NegativeInfinity;
        bestKind = 0;
        for (var kind = 0; kind < scores.Kinds; kind++)
        {
            var final = (blockBest[block * Kinds + kind] + boost) / (kind + extra);
            if (final > best)
                (best, bestKind) = (final, kind);
        }
        return best;
    }

    private void ScoreAll()
    {
        for (var first = 0; first < rowAt.Length; first += BlockSize)
            scores.Fill(rowAt.AsSpan(first, BlockSize), sumAt.AsSpan(first, BlockSize), kindAt.AsSpan(first, BlockSize));
        // What distinguishes single rows: where the job is already, and what was set aside.
        if (properties.IsEmpty && near is not { HasConditions: true } && volumes is null)
        {
            foreach (var row in use.All.Keys.Concat(refused))
                if (positionOf[row] is var position and >= 0)
                    Score(position);
        }
        else
        {
            for (var position = 0; position < rowAt.Length; position++)
                Score(position);
        }
        for (var block = 0; block < bucketOfBlock.Length; block++)
            RefreshBlock(block);
    }

    private void RefreshRow(int row)
    {
        refused.Remove(row);
        Refresh(row);
    }

    private void UseChanged(int row, string changedGroup, int delta)
    {
        if (changedGroup == group && !spread.IsEmpty)
            spread.Change(row, delta);
        if (properties.Change(draft.Rows.Nodes[row], changedGroup, delta) | (near?.Change(row, changedGroup, delta) ?? false))
            ScoreAll();
        else
            Refresh(row);
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
        sumAt[position] = scores.Sum(row, groupUse.GetValueOrDefault(row), out var count);
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
