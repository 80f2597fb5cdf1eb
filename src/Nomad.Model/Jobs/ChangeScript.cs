namespace Nomad.Model.Jobs;

/// <remarks>
/// Timeout 5s.
/// </remarks>
public sealed record ChangeScript
{
    public string Command { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string>? Args { get; init; }

    public Duration Timeout { get; init; }

    public bool FailOnError { get; init; }

    public bool RunOnFirstRender { get; init; }
}
