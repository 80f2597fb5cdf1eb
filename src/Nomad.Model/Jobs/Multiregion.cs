namespace Nomad.Model.Jobs;

/// <summary>The regions a job runs in, in the order they are rolled out, and how.</summary>
public sealed record Multiregion
{
    public MultiregionStrategy? Strategy { get; init; }

    public IReadOnlyList<MultiregionRegion>? Regions { get; init; }
}
