namespace Nomad.Model.Diffs;

public sealed record ObjectDiff
{
    public string Type { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<FieldDiff>? Fields { get; init; }

    public IReadOnlyList<ObjectDiff>? Objects { get; init; }
}
