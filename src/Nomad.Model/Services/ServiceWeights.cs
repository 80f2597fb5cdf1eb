namespace Nomad.Model.Services;

/// <remarks>
/// Passing 1, Warning 1 default.
/// </remarks>
public sealed record ServiceWeights
{
    public int Passing { get; init; }

    public int Warning { get; init; }
}
