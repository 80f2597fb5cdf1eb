namespace Nomad.Model.Services;

public sealed record ConsulExposeConfig
{
    public IReadOnlyList<ConsulExposePath>? Paths { get; init; }
}
