namespace Nomad.Model.Nodes;

public sealed record NodeReservedDiskResources
{
    public long DiskMB { get; init; }
}
