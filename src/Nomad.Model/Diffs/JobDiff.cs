namespace Nomad.Model.Diffs;

/// <remarks>
/// See 3.1.
/// </remarks>
public sealed record JobDiff
{
    public string Type { get; init; } = "";

    public string ID { get; init; } = "";

    public IReadOnlyList<FieldDiff>? Fields { get; init; }

    public IReadOnlyList<ObjectDiff>? Objects { get; init; }

    public IReadOnlyList<TaskGroupDiff>? TaskGroups { get; init; }
}
