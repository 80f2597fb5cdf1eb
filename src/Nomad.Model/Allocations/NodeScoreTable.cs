using System.Collections;

namespace Nomad.Model.Allocations;

/// <summary>
/// What nodes scored, by the names that all of them have: three objects where there would be sixteen for five nodes. A state keeps one for most of its allocations.
/// Never changes; safe for any number of threads.
/// </summary>
public sealed class NodeScoreTable : IReadOnlyList<NodeScoreMeta>
{
    private readonly string[] nodes;
    private readonly string[] names;

    /// <summary>Of each node its scores in the order of the names, and behind them their mean.</summary>
    private readonly double[] scores;

    /// <summary>Takes the arrays over: of each node, as many scores as there are names, and one more.</summary>
    public NodeScoreTable(string[] nodes, string[] names, double[] scores)
    {
        if (scores.Length != nodes.Length * (names.Length + 1))
            throw new ArgumentException($"{scores.Length} scores of {nodes.Length} nodes by {names.Length} names", nameof(scores));
        (this.nodes, this.names, this.scores) = (nodes, names, scores);
    }

    public int Count => nodes.Length;

    public ReadOnlySpan<string> Names => names;

    public NodeScoreMeta this[int node] => new()
    {
        NodeID = nodes[node],
        Scores = new SmallMap<double>(names, ScoresOf(node)[..^1].ToArray()),
        NormScore = ScoresOf(node)[^1],
    };

    public string NodeID(int node) => nodes[node];

    /// <summary>By their names, and behind them the mean.</summary>
    public ReadOnlySpan<double> ScoresOf(int node) => scores.AsSpan(node * (names.Length + 1), names.Length + 1);

    public IEnumerator<NodeScoreMeta> GetEnumerator()
    {
        for (var node = 0; node < Count; node++)
            yield return this[node];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
