namespace Nomad.Model.Volumes;

public sealed record HostVolumeStub
{
    public string Namespace { get; init; } = "";

    public string ID { get; init; } = "";

    public string Name { get; init; } = "";

    public string PluginID { get; init; } = "";

    public string NodePool { get; init; } = "";

    public string NodeID { get; init; } = "";

    public long CapacityBytes { get; init; }

    public string State { get; init; } = "";

    public ulong CreateIndex { get; init; }

    public long CreateTime { get; init; }

    public ulong ModifyIndex { get; init; }

    public long ModifyTime { get; init; }
}
