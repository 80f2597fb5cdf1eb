using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Json;
using Nomad.Model.Jobs;
using Nomad.Server.Commands;
using Nomad.Server.State;

namespace Nomad.Server.Tests.Commands;

/// <summary>What commands and saved rows leave out or write compact comes back as it was.</summary>
public sealed class Bytes_of_commands
{
    private static readonly string[] Nodes = [ServerHarness.Id(1), ServerHarness.Id(2), "not an id", ""];

    [Fact]
    public void Every_text_that_is_left_out_when_it_is_empty_is_read_as_empty()
    {
        var (seen, found) = (new HashSet<Type>(), 0);
        var open = new Queue<Type>([typeof(Command), typeof(ApplyPlanHead), typeof(Allocation), typeof(Nomad.Model.Nodes.Node)]);
        while (open.TryDequeue(out var type))
        {
            if (!seen.Add(type) || CommandJson.InfoOf(type) is not { } info)
                continue;
            foreach (var part in Parts(info))
                open.Enqueue(part);
            if (info.Kind != JsonTypeInfoKind.Object || type.IsAbstract || !info.Properties.Any(CommandJson.IsLeftOutWhenEmpty))
                continue;
            var text = new JsonObject(info.Properties.Where(property => property.IsRequired).Select(property => KeyValuePair.Create(property.Name, Least(property.PropertyType))));
            var read = JsonSerializer.Deserialize(text, info)!;
            foreach (var property in info.Properties.Where(CommandJson.IsLeftOutWhenEmpty))
            {
                found++;
                Assert.True(property.Get is null || property.Get(read) is "", $"{type.Name}.{property.Name} is null when it is missing");
            }
        }
        Assert.InRange(found, 150, 2_000);
    }

    [Fact]
    public void What_the_scheduler_saw_comes_back_as_it_was() => Seeds.Each(500, seed =>
    {
        var metrics = Metrics(new Random(seed));
        Assert.Equal(Json(metrics), Json(MetricsCodec.Read(Bytes(metrics))));
        // What was written in full, before there was a compact form.
        Assert.Equal(Json(metrics), Json(MetricsCodec.Read(JsonSerializer.SerializeToUtf8Bytes(metrics, CommandJson.Of<AllocMetric>()))));
    });

    [Fact]
    public void Equal_metrics_are_equal_bytes_however_their_maps_are_ordered()
    {
        var one = new AllocMetric { NodesAvailable = new Dictionary<string, int> { ["b"] = 2, ["a"] = 1 }, ScoreMetaData = Table() };
        var other = new AllocMetric { NodesAvailable = new SmallMap<int>(["a", "b"], [1, 2]), ScoreMetaData = Table() };
        Assert.Equal(Bytes(one), Bytes(other));
        Assert.Equal(Bytes(one), Bytes(MetricsCodec.Read(Bytes(one))));
        Assert.IsType<NodeScoreTable>(MetricsCodec.Read(Bytes(one)).ScoreMetaData);
        Assert.InRange(Bytes(one).Length, 100, JsonSerializer.SerializeToUtf8Bytes(one, CommandJson.Of<AllocMetric>()).Length / 3);
    }

    /// <summary>No count makes room for more than there are bytes, and nothing but the named exception comes out.</summary>
    [Fact]
    public void Damaged_metrics_are_refused() => Seeds.Each(2_000, seed =>
    {
        var random = new Random(seed);
        var bytes = Bytes(Metrics(random));
        for (var i = random.Next(1, 4); i > 0; i--)
            bytes[random.Next(1, bytes.Length)] = (byte)random.Next(256);
        bytes = bytes[..random.Next(1, bytes.Length + 1)];
        try
        {
            MetricsCodec.Read(bytes);
        }
        catch (InvalidDataException)
        {
            // As it should be.
        }
    });

    /// <summary>Two counts that are each possible make no room for their product.</summary>
    [Fact]
    public void Many_nodes_with_many_scores_in_few_bytes_are_refused()
    {
        var many = new AllocMetric { ScoreMetaData = new NodeScoreTable([.. Enumerable.Repeat("", 1)], [.. Enumerable.Repeat("", 60_000)], new double[60_001]) };
        var bytes = Bytes(many);
        var at = bytes.Length - 60_001 - 1 - 60_000 - 3 - 1;
        Assert.Equal(1, bytes[at]);
        // As many nodes as bytes, written in three.
        var damaged = (byte[])[.. bytes[..at], 0xe0, 0xd4, 0x03, .. bytes[(at + 1)..]];
        Assert.Throws<InvalidDataException>(() => MetricsCodec.Read(damaged));
    }

    /// <summary>Its status changed when it was placed: the allocation keeps the job as it was, and a saved state says of it no more than that.</summary>
    [Fact]
    public void A_job_that_only_has_another_status_is_written_as_that()
    {
        var store = new StateStore(TimeProvider.System);
        var job = ServerHarness.Job("a") with { Meta = new Dictionary<string, string> { ["text"] = new('x', 5_000) } };
        store.Apply(1, new RegisterJob(job, null, null));
        store.Apply(2, new ApplyPlan
        {
            EvaluationID = "e", Namespace = "default", JobID = "a", JobVersion = 0, Time = 1,
            Placements = [new PlannedPlacement(ServerHarness.Allocation(ServerHarness.Id(7), job, ServerHarness.Id(1)) with { Job = null }, 0)],
        });
        var saved = Saved(store);
        Assert.InRange(saved.Length, 5_000, 9_000);

        var restored = new StateStore(TimeProvider.System);
        restored.Restore(new MemoryStream(saved));
        var (state, placed) = (restored.Snapshot(), restored.Snapshot().Allocation(ServerHarness.Id(7))!.Job!);
        Assert.Equal((JobStatus.Running, 2UL), (state.Job("default", "a")!.Status, state.Job("default", "a")!.ModifyIndex));
        Assert.Equal((JobStatus.Pending, 1UL), (placed.Status, placed.ModifyIndex));
        Assert.Same(state.JobVersion("default", "a", 0)!.TaskGroups, placed.TaskGroups);
        Assert.Same(state.JobVersion("default", "a", 0), state.Job("default", "a"));
        Assert.Equal(saved, Saved(restored));
    }

    private static byte[] Saved(StateStore store)
    {
        using var stream = new MemoryStream();
        StateStore.Save(store.Snapshot(), stream);
        return stream.ToArray();
    }

    private static NodeScoreTable Table() => new(Nodes, ["binpack", "node-affinity"], [.. Enumerable.Range(0, Nodes.Length * 3).Select(n => n / 8.0)]);

    private static AllocMetric Metrics(Random random) => new()
    {
        NodesEvaluated = random.Next(5_000), NodesFiltered = random.Next(3), NodesInPool = random.Next(5_000), NodesExhausted = random.Next(3), CoalescedFailures = random.Next(3),
        AllocationTime = new Duration(random.NextInt64(1_000_000)), NodePool = random.Next(2) == 0 ? "default" : "",
        NodesAvailable = Map(random, random.Next), ClassFiltered = Map(random, random.Next), ConstraintFiltered = Map(random, random.Next),
        ClassExhausted = Map(random, random.Next), DimensionExhausted = Map(random, random.Next),
        QuotaExhausted = random.Next(3) == 0 ? ["cpu", "memory"] : null,
        ResourcesExhausted = Map(random, () => new Resources { CPU = random.Next(1_000), MemoryMB = random.Next(1_000) }),
        Scores = Map(random, () => Score(random)),
        ScoreMetaData = random.Next(4) switch
        {
            0 => null,
            1 => Table(),
            _ => [.. Enumerable.Range(0, random.Next(4)).Select(_ => new NodeScoreMeta { NodeID = Nodes[random.Next(Nodes.Length)], Scores = Map(random, () => Score(random)), NormScore = Score(random) })],
        },
    };

    private static double Score(Random random) => random.Next(4) switch
    {
        0 => 0,
        1 => -1,
        2 => random.NextDouble(),
        _ => -random.NextDouble() * 1e-300,
    };

    private static Dictionary<string, T>? Map<T>(Random random, Func<T> value) => random.Next(3) == 0 ? null
        : Enumerable.Range(0, random.Next(12)).OrderBy(_ => random.Next()).ToDictionary(number => $"key {number}", _ => value());

    private static byte[] Bytes(AllocMetric metrics)
    {
        using var stream = new MemoryStream();
        using (var to = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
            MetricsCodec.Write(to, metrics);
        return stream.ToArray();
    }

    private static string Json(AllocMetric metrics) => JsonSerializer.Serialize(metrics, ModelJson.Default.AllocMetric);

    private static IEnumerable<Type> Parts(JsonTypeInfo info) =>
    [
        .. info.Properties.Select(property => property.PropertyType), .. info.ElementType is { } element ? [element] : Array.Empty<Type>(),
        .. info.PolymorphismOptions?.DerivedTypes.Select(each => each.DerivedType) ?? [],
    ];

    private static JsonNode? Least(Type type) => type == typeof(string) ? "x" : type.IsValueType ? JsonValue.Create(0) : null;
}
