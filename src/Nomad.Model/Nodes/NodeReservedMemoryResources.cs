namespace Nomad.Model.Nodes;

public sealed record NodeReservedMemoryResources
{
    public long MemoryMB { get; init; }
}
