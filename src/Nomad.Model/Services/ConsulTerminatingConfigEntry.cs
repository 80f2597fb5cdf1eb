namespace Nomad.Model.Services;

public sealed record ConsulTerminatingConfigEntry
{
    public IReadOnlyList<ConsulLinkedService>? Services { get; init; }
}
