namespace Nomad.Model.Stats;

public sealed record PointValue
{
    public string Name { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<float>? Points { get; init; }
}
