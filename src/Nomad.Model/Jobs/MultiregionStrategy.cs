namespace Nomad.Model.Jobs;

/// <summary>How many regions are rolled out at once (MaxParallel; 0: all), and what a region that fails means to the others (OnFailure).</summary>
public sealed record MultiregionStrategy
{
    public int MaxParallel { get; init; }

    public string OnFailure { get; init => field = value ?? ""; } = "";
}
