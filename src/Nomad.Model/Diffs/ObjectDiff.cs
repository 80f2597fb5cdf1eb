namespace Nomad.Model.Diffs;

public sealed record ObjectDiff
{
    public string Type { get; init; } = "";

    public string Name { get; init; } = "";

    public IReadOnlyList<FieldDiff>? Fields { get; init; }

    public IReadOnlyList<ObjectDiff>? Objects { get; init; }
}
