namespace Nomad.Model.Diffs;

public sealed record FieldDiff
{
    public string Type { get; init; } = "";

    public string Name { get; init; } = "";

    public string Old { get; init; } = "";

    public string New { get; init; } = "";

    public IReadOnlyList<string>? Annotations { get; init; }
}
