namespace Nomad.Model.Diffs;

public sealed record FieldDiff
{
    public string Type { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";

    public string Old { get; init => field = value ?? ""; } = "";

    public string New { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string>? Annotations { get; init; }
}
