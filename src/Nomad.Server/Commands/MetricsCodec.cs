using System.Buffers.Binary;
using System.Text.Json;

namespace Nomad.Server.Commands;

/// <summary>
/// What the scheduler saw while it placed an allocation, compact: scores as numbers, their names once. It is the largest part of a small plan. Maps are written in
/// the order of their keys' letters, so that equal ones give equal bytes.
/// </summary>
internal static class MetricsCodec
{
    /// <summary>Stands first; what was written before there was this form begins with the brace of a JSON object.</summary>
    private const byte Compact = 1;

    private const byte NoMap = 0;
    private const byte SameKeys = 1;
    private const byte NewKeys = 2;

    private const byte NoNodes = 0;

    /// <summary>Nodes whose scores have the same names.</summary>
    private const byte Table = 1;

    private const byte NodeByNode = 2;

    public static void Write(BinaryWriter to, AllocMetric metrics)
    {
        to.Write(Compact);
        foreach (var number in (ReadOnlySpan<int>)[metrics.NodesEvaluated, metrics.NodesFiltered, metrics.NodesInPool, metrics.NodesExhausted, metrics.CoalescedFailures])
            to.Write7BitEncodedInt(number);
        to.Write7BitEncodedInt64(metrics.AllocationTime.Nanoseconds);
        to.Write(metrics.NodePool);
        string[]? keys = null;
        foreach (var counts in (ReadOnlySpan<IReadOnlyDictionary<string, int>?>)
            [metrics.NodesAvailable, metrics.ClassFiltered, metrics.ConstraintFiltered, metrics.ClassExhausted, metrics.DimensionExhausted])
            Map(to, counts, ref keys, static (to, count) => to.Write7BitEncodedInt(count));
        to.Write7BitEncodedInt(metrics.QuotaExhausted is { } quotas ? quotas.Count + 1 : 0);
        foreach (var quota in metrics.QuotaExhausted ?? [])
            to.Write(quota);
        Map(to, metrics.ResourcesExhausted, ref keys, static (to, resources) => to.Write(JsonSerializer.Serialize(resources, CommandJson.Of<Resources>())));
        Map(to, metrics.Scores, ref keys, Score);
        Nodes(to, metrics.ScoreMetaData, ref keys);
    }

    /// <summary>Throws <see cref="InvalidDataException"/> when it is damaged.</summary>
    public static AllocMetric Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return ReadWhole(bytes);
        }
        // A reader of bytes has an exception of its own for a text of negative length, a number without end and the end.
        catch (Exception problem) when (problem is JsonException or FormatException or IOException)
        {
            throw new InvalidDataException($"the metrics of an allocation are damaged: {problem.Message}", problem);
        }
    }

    private static AllocMetric ReadWhole(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length == 0 || bytes.Span[0] != Compact)
            return JsonSerializer.Deserialize(bytes.Span, CommandJson.Of<AllocMetric>()) ?? throw new InvalidDataException("metrics of an allocation are null");
        using var from = new BinaryReader(new MemoryStream(bytes[1..].ToArray()));
        var (evaluated, filtered, inPool, exhausted, coalesced) =
            (from.Read7BitEncodedInt(), from.Read7BitEncodedInt(), from.Read7BitEncodedInt(), from.Read7BitEncodedInt(), from.Read7BitEncodedInt());
        var time = new Duration(from.Read7BitEncodedInt64());
        var pool = from.ReadString();
        string[]? keys = null;
        return new AllocMetric
        {
            NodesEvaluated = evaluated, NodesFiltered = filtered, NodesInPool = inPool, NodesExhausted = exhausted, CoalescedFailures = coalesced,
            AllocationTime = time, NodePool = PooledReader.Shared(pool),
            NodesAvailable = Map(from, ref keys, static from => from.Read7BitEncodedInt()),
            ClassFiltered = Map(from, ref keys, static from => from.Read7BitEncodedInt()),
            ConstraintFiltered = Map(from, ref keys, static from => from.Read7BitEncodedInt()),
            ClassExhausted = Map(from, ref keys, static from => from.Read7BitEncodedInt()),
            DimensionExhausted = Map(from, ref keys, static from => from.Read7BitEncodedInt()),
            QuotaExhausted = List(from, static from => from.ReadString()),
            ResourcesExhausted = Map(from, ref keys, static from =>
                JsonSerializer.Deserialize(from.ReadString(), CommandJson.Of<Resources>()) ?? throw new InvalidDataException("exhausted resources are null")),
            Scores = Map(from, ref keys, Score),
            ScoreMetaData = Nodes(from, ref keys),
        };
    }

    private static void Nodes(BinaryWriter to, IReadOnlyList<NodeScoreMeta>? nodes, ref string[]? keys)
    {
        to.Write(nodes is null ? NoNodes : nodes is NodeScoreTable ? Table : NodeByNode);
        if (nodes is null)
            return;
        to.Write7BitEncodedInt(nodes.Count);
        if (nodes is NodeScoreTable table)
        {
            Texts(to, table.Names);
            for (var node = 0; node < table.Count; node++)
            {
                PooledWriter.Identity(to, table.NodeID(node));
                foreach (var score in table.ScoresOf(node))
                    Score(to, score);
            }
            return;
        }
        foreach (var node in nodes)
        {
            PooledWriter.Identity(to, node.NodeID);
            Map(to, node.Scores, ref keys, Score);
            Score(to, node.NormScore);
        }
    }

    private static IReadOnlyList<NodeScoreMeta>? Nodes(BinaryReader from, ref string[]? keys)
    {
        switch (from.ReadByte())
        {
            case NoNodes:
                return null;
            case Table:
                var (ids, names) = (new string[Count(from)], Texts(from));
                if ((long)ids.Length * (names.Length + 1) > from.BaseStream.Length)
                    throw new InvalidDataException($"{ids.Length} nodes with {names.Length} scores each in {from.BaseStream.Length} bytes");
                var scores = new double[ids.Length * (names.Length + 1)];
                for (var (node, at) = (0, 0); node < ids.Length; node++)
                {
                    ids[node] = PooledReader.Identity(from);
                    for (var i = 0; i <= names.Length; i++)
                        scores[at++] = Score(from);
                }
                return new NodeScoreTable(ids, names, scores);
            case NodeByNode:
                var nodes = new NodeScoreMeta[Count(from)];
                for (var i = 0; i < nodes.Length; i++)
                    nodes[i] = new NodeScoreMeta { NodeID = PooledReader.Identity(from), Scores = Map(from, ref keys, Score), NormScore = Score(from) };
                return nodes;
            case var form:
                throw new InvalidDataException($"form {form} of scores, known are {NoNodes}, {Table} and {NodeByNode}");
        }
    }

    private static void Texts(BinaryWriter to, ReadOnlySpan<string> texts)
    {
        to.Write7BitEncodedInt(texts.Length);
        foreach (var text in texts)
            to.Write(text);
    }

    private static string[] Texts(BinaryReader from)
    {
        var texts = new string[Count(from)];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = PooledReader.Shared(from.ReadString());
        return texts;
    }

    private static void Map<T>(BinaryWriter to, IReadOnlyDictionary<string, T>? map, ref string[]? keys, Action<BinaryWriter, T> write)
    {
        if (map is null)
        {
            to.Write(NoMap);
            return;
        }
        var sorted = SmallMap.Sorted(map);
        var isSame = keys?.Length == sorted.Count;
        for (var at = 0; isSame && at < sorted.Count; at++)
            isSame = sorted.Entry(at).Key == keys![at];
        if (!isSame)
            keys = [.. sorted.Keys];
        to.Write(isSame ? SameKeys : NewKeys);
        if (!isSame)
            Texts(to, keys);
        for (var at = 0; at < sorted.Count; at++)
            write(to, sorted.Entry(at).Value);
    }

    private static IReadOnlyDictionary<string, T>? Map<T>(BinaryReader from, ref string[]? keys, Func<BinaryReader, T> read)
    {
        switch (from.ReadByte())
        {
            case NoMap:
                return null;
            case SameKeys when keys is not null:
                break;
            case NewKeys:
                keys = Texts(from);
                break;
            case var form:
                throw new InvalidDataException($"form {form} of a map, known are {NoMap}, {SameKeys} and {NewKeys}");
        }
        var values = new T[keys.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = read(from);
        return SmallMap.Of(keys, values);
    }

    private static List<T>? List<T>(BinaryReader from, Func<BinaryReader, T> read)
    {
        if (Count(from) - 1 is var count && count < 0)
            return null;
        var list = new List<T>(count);
        for (var i = 0; i < count; i++)
            list.Add(read(from));
        return list;
    }

    // Of most scores that are not 0 all bytes matter; 0 itself, one half and the like take one or two.
    private static void Score(BinaryWriter to, double score) =>
        to.Write7BitEncodedInt64(unchecked((long)BinaryPrimitives.ReverseEndianness(BitConverter.DoubleToUInt64Bits(score))));

    private static double Score(BinaryReader from) =>
        BitConverter.UInt64BitsToDouble(BinaryPrimitives.ReverseEndianness(unchecked((ulong)from.Read7BitEncodedInt64())));

    // No more things than bytes that are left: a damaged count must cost no memory.
    private static int Count(BinaryReader from)
    {
        var count = from.Read7BitEncodedInt();
        return count >= 0 && count <= from.BaseStream.Length - from.BaseStream.Position + 1
            ? count : throw new InvalidDataException($"count {count} in the metrics of an allocation, which end after {from.BaseStream.Length} bytes");
    }
}
