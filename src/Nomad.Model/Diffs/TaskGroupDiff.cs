namespace Nomad.Model.Diffs;

/// <remarks>
/// Updates keys: ignore, create, destroy, migrate, canary, in-place update, create/destroy update, reschedule.. counts.
/// </remarks>
public sealed record TaskGroupDiff
{
    public string Type { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<FieldDiff>? Fields { get; init; }

    public IReadOnlyList<ObjectDiff>? Objects { get; init; }

    public IReadOnlyList<TaskDiff>? Tasks { get; init; }

    public IReadOnlyDictionary<string, ulong>? Updates { get; init; }
}
