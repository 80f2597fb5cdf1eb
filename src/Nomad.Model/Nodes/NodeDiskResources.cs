namespace Nomad.Model.Nodes;

public sealed record NodeDiskResources
{
    public long DiskMB { get; init; }
}
