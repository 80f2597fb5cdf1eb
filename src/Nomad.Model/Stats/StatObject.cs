namespace Nomad.Model.Stats;

public sealed record StatObject
{
    public IReadOnlyDictionary<string, StatObject>? Nested { get; init; }

    public IReadOnlyDictionary<string, StatValue>? Attributes { get; init; }
}
