using Nomad.Scheduling.Feasibility;
using Nomad.Scheduling.Nodes;

namespace Nomad.Scheduling.Ranking;

/// <summary>
/// Feasible rows in blocks. Rows whose values are the same under all spreads form a bucket, and a block has rows of one bucket only, so that a
/// spread's score is added to whole blocks. Immutable.
/// </summary>
internal sealed class RowArrangement
{
    public const int BlockSize = 64;

    private RowArrangement(int[] feasible, int rowCount, RowValues[] values)
    {
        var members = new List<List<int>>();
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        BucketOfRow = new int[rowCount];
        PositionOf = new int[rowCount];
        Array.Fill(BucketOfRow, -1);
        Array.Fill(PositionOf, -1);
        var buckets = new List<int[]>();
        foreach (var row in feasible)
        {
            var own = Array.ConvertAll(values, each => each.Of[row]);
            var key = string.Join(',', own);
            if (!known.TryGetValue(key, out var bucket))
            {
                known[key] = bucket = buckets.Count;
                buckets.Add(own);
                members.Add([]);
            }
            BucketOfRow[row] = bucket;
            members[bucket].Add(row);
        }
        ValuesOfBucket = [.. buckets];
        var rows = new List<int>(feasible.Length + BlockSize * members.Count);
        var bucketOfBlock = new List<int>();
        for (var bucket = 0; bucket < members.Count; bucket++)
        {
            foreach (var row in members[bucket])
            {
                PositionOf[row] = rows.Count;
                rows.Add(row);
            }
            while (rows.Count % BlockSize != 0)
                rows.Add(-1);
            while (bucketOfBlock.Count < rows.Count / BlockSize)
                bucketOfBlock.Add(bucket);
        }
        RowAt = [.. rows];
        BucketOfBlock = [.. bucketOfBlock];
    }

    /// <summary>Row at each position, -1 where a block is filled up.</summary>
    public int[] RowAt { get; }

    /// <summary>Position of each row, -1 for those that are not feasible.</summary>
    public int[] PositionOf { get; }

    public int[] BucketOfBlock { get; }

    public int[] BucketOfRow { get; }

    /// <summary>Value numbers of each bucket, one per spread.</summary>
    public int[][] ValuesOfBucket { get; }

    public static RowArrangement Of(GroupFeasibility feasibility, NodeRows rows, IReadOnlyList<string> attributes) =>
        rows.Answers.Of($"arrangement\0{string.Join('\0', attributes)}\0\0{feasibility.Question}",
            () => new RowArrangement(feasibility.Rows, rows.Count, [.. attributes.Select(attribute => RowValues.For(rows, attribute))]));
}
