namespace Nomad.Model.Jobs;

/// <remarks>
/// MaxParallel 0, OnFailure ""|fail_all|fail_local.
/// </remarks>
public sealed record MultiregionStrategy
{
    public int MaxParallel { get; init; }

    public string OnFailure { get; init => field = value ?? ""; } = "";
}
