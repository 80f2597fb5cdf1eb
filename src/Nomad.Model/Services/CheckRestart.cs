namespace Nomad.Model.Services;

/// <remarks>
/// Grace 1s default.
/// </remarks>
public sealed record CheckRestart
{
    public int Limit { get; init; }

    public Duration Grace { get; init; }

    public bool IgnoreWarnings { get; init; }
}
