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
    private readonly int[] bucketOfRow;
    private readonly List<int[]> valuesOfBucket = [];

    public SpreadScores(Job job, TaskGroup group, NodeRows rows, int[] candidates, int[] groupUse)
    {
        Spread[] spreads = [.. group.Spreads.OrEmpty(), .. job.Spreads.OrEmpty()];
        var weights = Math.Max(1, spreads.Sum(spread => spread.Weight));
        blocks = [.. spreads.Select(spread => new Block(spread, group.Count, (double)spread.Weight / weights))];
        bucketOfRow = new int[rows.Count];
        Array.Fill(bucketOfRow, -1);
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in candidates)
            bucketOfRow[row] = BucketOf(rows.Nodes[row]!, known);
        for (var row = 0; row < groupUse.Length; row++)
            if (groupUse[row] > 0 && rows.Nodes[row] is { } node)
                foreach (var block in blocks)
                    block.Count(block.ValueOf(node), groupUse[row]);
        Scores = new double[Math.Max(1, valuesOfBucket.Count)];
        Refresh();
    }

    public bool IsEmpty => blocks.Length == 0;

    public int BucketCount => Math.Max(1, valuesOfBucket.Count);

    /// <summary>Sum over all blocks, by bucket.</summary>
    public double[] Scores { get; }

    public int BucketOf(int row) => bucketOfRow[row];

    public void Change(Node node, int delta)
    {
        foreach (var block in blocks)
            block.Count(block.ValueOf(node), delta);
        Refresh();
    }

    private int BucketOf(Node node, Dictionary<string, int> known)
    {
        if (blocks.Length == 0)
            return 0;
        var values = Array.ConvertAll(blocks, block => block.ValueOf(node));
        var key = string.Join(',', values);
        if (!known.TryGetValue(key, out var bucket))
        {
            known[key] = bucket = valuesOfBucket.Count;
            valuesOfBucket.Add(values);
        }
        return bucket;
    }

    private void Refresh()
    {
        Array.Clear(Scores);
        for (var i = 0; i < blocks.Length; i++)
        {
            blocks[i].Prepare();
            for (var bucket = 0; bucket < valuesOfBucket.Count; bucket++)
                Scores[bucket] += blocks[i].Score(valuesOfBucket[bucket][i]);
        }
    }

    /// <summary>One spread block: how many allocations of the group have each value, and how many are wanted.</summary>
    private sealed class Block
    {
        private const int Missing = -1;
        private const string Rest = "*";

        private readonly string attribute;
        private readonly double weight;
        private readonly bool even;
        private readonly Dictionary<string, double> desired = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        private readonly List<string> names = [];
        private readonly List<int> used = [];
        private double lowest = -1;
        private int min;
        private int max;

        public Block(Spread spread, int count, double weight)
        {
            attribute = spread.Attribute;
            this.weight = weight;
            var targets = spread.SpreadTarget.OrEmpty();
            even = targets.Count == 0;
            double total = 0;
            foreach (var target in targets)
            {
                desired[target.Value] = target.Percent / 100.0 * count;
                total += desired[target.Value];
            }
            if (!even && total < count && !desired.ContainsKey(Rest))
                desired[Rest] = count - total;
        }

        public int ValueOf(Node node)
        {
            if (NodeTargets.Resolve(attribute, node) is not { } value)
                return Missing;
            if (numbers.TryGetValue(value, out var number))
                return number;
            numbers[value] = names.Count;
            names.Add(value);
            used.Add(0);
            return names.Count - 1;
        }

        public void Count(int value, int delta)
        {
            if (value != Missing)
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
            if (value == Missing)
                return -1;
            return even ? Even(used[value]) : Targeted(value);
        }

        private double Targeted(int value)
        {
            if (!desired.TryGetValue(names[value], out var wanted) && !desired.TryGetValue(Rest, out wanted))
                return -1;
            if (wanted == 0)
                return lowest;
            var boost = (wanted - (used[value] + 1)) / wanted * weight;
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
