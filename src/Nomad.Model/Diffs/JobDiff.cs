namespace Nomad.Model.Diffs;

/// <summary>What differs between two versions of a job.</summary>
/// <remarks>
/// See 3.1.
/// </remarks>
public sealed record JobDiff
{
    public string Type { get; init => field = value ?? ""; } = "";

    public string ID { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<FieldDiff>? Fields { get; init; }

    public IReadOnlyList<ObjectDiff>? Objects { get; init; }

    public IReadOnlyList<TaskGroupDiff>? TaskGroups { get; init; }
}
