namespace Nomad.Model.Nodes;

public sealed record NodeMemoryResources
{
    public long MemoryMB { get; init; }
}
