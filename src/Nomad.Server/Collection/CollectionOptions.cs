namespace Nomad.Server.Collection;

/// <summary>How often garbage is looked for, and how old it must be. Zero or negative intervals are never due.</summary>
public sealed record CollectionOptions
{
    public TimeSpan EvalInterval { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan EvalThreshold { get; init; } = TimeSpan.FromHours(1);

    public TimeSpan BatchEvalThreshold { get; init; } = TimeSpan.FromHours(24);

    public TimeSpan JobInterval { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan JobThreshold { get; init; } = TimeSpan.FromHours(4);

    public TimeSpan NodeInterval { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan NodeThreshold { get; init; } = TimeSpan.FromHours(24);

    public TimeSpan DeploymentInterval { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan DeploymentThreshold { get; init; } = TimeSpan.FromHours(1);
}
