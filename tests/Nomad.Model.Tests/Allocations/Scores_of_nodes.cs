using System.Text.Json;
using Nomad.Model.Allocations;
using Nomad.Model.Json;

namespace Nomad.Model.Tests.Allocations;

public sealed class Scores_of_nodes
{
    [Fact]
    public void A_table_reads_and_writes_as_a_list_does()
    {
        var table = new NodeScoreTable(["n1", "n2"], ["binpack", "node-affinity"], [0.5, 0, 0.25, 1, -1, 0]);
        NodeScoreMeta[] list =
        [
            new() { NodeID = "n1", Scores = new Dictionary<string, double> { ["binpack"] = 0.5, ["node-affinity"] = 0 }, NormScore = 0.25 },
            new() { NodeID = "n2", Scores = new Dictionary<string, double> { ["binpack"] = 1, ["node-affinity"] = -1 }, NormScore = 0 },
        ];
        Assert.Equal(2, table.Count);
        Assert.Equal("n2", table.NodeID(1));
        Assert.Equal([1, -1, 0], table.ScoresOf(1).ToArray());
        Assert.Equal(Text(list), Text(table));
        Assert.Equal(Text(list), Text(JsonSerializer.Deserialize(Text(table), ModelJson.Default.AllocMetric)!.ScoreMetaData!));
    }

    [Fact]
    public void Each_node_has_all_scores() => Assert.Throws<ArgumentException>(() => new NodeScoreTable(["n1"], ["binpack"], [1]));

    private static string Text(IReadOnlyList<NodeScoreMeta> scores) => JsonSerializer.Serialize(new AllocMetric { ScoreMetaData = scores }, ModelJson.Default.AllocMetric);
}
