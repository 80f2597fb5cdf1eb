namespace Nomad.Model.Jobs;

/// <remarks>
/// Ent only: community rejects with Multiregion jobs are unlicensed.
/// </remarks>
public sealed record Multiregion
{
    public MultiregionStrategy? Strategy { get; init; }

    public IReadOnlyList<MultiregionRegion>? Regions { get; init; }
}
