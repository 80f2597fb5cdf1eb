namespace Nomad.Model.Stats;

public sealed record PointValue
{
    public string Name { get; init; } = "";

    public IReadOnlyList<float>? Points { get; init; }
}
