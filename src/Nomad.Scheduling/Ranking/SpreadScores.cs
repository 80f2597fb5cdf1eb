using Nomad.Scheduling.Feasibility;
using Nomad.Scheduling.Nodes;

namespace Nomad.Scheduling.Ranking;

/// <summary>
/// Scores of one group's spread blocks. Nodes with the same values in all blocks form a bucket and share one score, so a placement changes as
/// many scores as there are buckets, not nodes.
/// </summary>
internal sealed class SpreadScores
{
    private readonly Block[] blocks;
    private readonly RowArrangement arrangement;

    public SpreadScores(GroupFeasibility feasibility, NodeRows rows, IReadOnlyDictionary<int, int> groupUse)
    {
        var group = feasibility.Group;
        Spread[] spreads = [.. group.Spreads.OrEmpty(), .. feasibility.Job.Spreads.OrEmpty()];
        var weights = Math.Max(1, spreads.Sum(spread => spread.Weight));
        blocks = Array.ConvertAll(spreads, spread => new Block(spread, RowValues.For(rows, spread.Attribute), group.Count, (double)spread.Weight / weights));
        arrangement = RowArrangement.Of(feasibility, rows, Array.ConvertAll(spreads, spread => spread.Attribute));
        if (blocks.Length > 0)
            foreach (var (row, used) in groupUse)
                foreach (var block in blocks)
                    block.Count(row, used);
        Scores = new double[Math.Max(1, arrangement.ValuesOfBucket.Length)];
        Refresh();
    }

    public RowArrangement Arrangement => arrangement;

    public bool IsEmpty => blocks.Length == 0;

    /// <summary>Sum over all blocks, by bucket.</summary>
    public double[] Scores { get; }

    public double Of(int row) => Scores[arrangement.BucketOfRow[row]];

    public void Change(int row, int delta)
    {
        foreach (var block in blocks)
            block.Count(row, delta);
        Refresh();
    }

    private void Refresh()
    {
        Array.Clear(Scores);
        for (var i = 0; i < blocks.Length; i++)
        {
            blocks[i].Prepare();
            for (var bucket = 0; bucket < arrangement.ValuesOfBucket.Length; bucket++)
                Scores[bucket] += blocks[i].Score(arrangement.ValuesOfBucket[bucket][i]);
        }
    }

    /// <summary>One spread block: how many allocations of the group have each value, and how many are wanted.</summary>
    private sealed class Block
    {
        private const string Rest = "*";

        private readonly RowValues values;
        private readonly double weight;
        private readonly bool even;
        private readonly double[] desired;
        private readonly int[] used;
        private double lowest = -1;
        private int min;
        private int max;

        public Block(Spread spread, RowValues values, int count, double weight)
        {
            this.values = values;
            this.weight = weight;
            used = new int[values.Names.Length];
            desired = new double[values.Names.Length];
            var targets = spread.SpreadTarget.OrEmpty();
            even = targets.Count == 0;
            if (!even)
                Desire(targets, count);
        }

        public void Count(int row, int delta)
        {
            if (values.Of[row] is var value and not RowValues.Missing)
                used[value] += delta;
        }

        public void Prepare()
        {
            min = int.MaxValue;
            max = 0;
            // Only values that some allocation has count for evenness, as long as one is left without any the minimum is met below.
            foreach (var count in used)
            {
                if (count > 0)
                    min = Math.Min(min, count);
                max = Math.Max(max, count);
            }
        }

        public double Score(int value)
        {
            if (value == RowValues.Missing)
                return -1;
            return even ? Even(used[value]) : Targeted(value);
        }

        private void Desire(IReadOnlyList<SpreadTarget> targets, int count)
        {
            var wanted = new Dictionary<string, double>(StringComparer.Ordinal);
            foreach (var target in targets)
                wanted[target.Value] = target.Percent / 100.0 * count;
            // By whole percents: what rounding leaves over of 70 and 30 is no wish.
            if (100 - targets.Sum(target => target.Percent) is var left and > 0)
                wanted.TryAdd(Rest, left / 100.0 * count);
            for (var value = 0; value < desired.Length; value++)
                desired[value] = wanted.TryGetValue(values.Names[value], out var own) || wanted.TryGetValue(Rest, out own) ? own : double.NaN;
        }

        private double Targeted(int value)
        {
            if (double.IsNaN(desired[value]))
                return -1;
            if (desired[value] == 0)
                return lowest;
            var boost = (desired[value] - (used[value] + 1)) / desired[value] * weight;
            lowest = Math.Min(lowest, boost);
            return boost;
        }

        private double Even(int count)
        {
            if (max == 0)
                return 0;
            if (count == 0)
                return 1;
            if (count != min)
                return (double)(min - count) / min;
            return min == max ? -1 : (double)(max - min) / min;
        }
    }
}
