namespace Nomad.Model.Volumes;

public sealed record HostVolumeStub
{
    public string Namespace { get; init => field = value ?? ""; } = "";

    public string ID { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";

    public string PluginID { get; init => field = value ?? ""; } = "";

    public string NodePool { get; init => field = value ?? ""; } = "";

    public string NodeID { get; init => field = value ?? ""; } = "";

    public long CapacityBytes { get; init; }

    public string State { get; init => field = value ?? ""; } = "";

    public ulong CreateIndex { get; init; }

    public long CreateTime { get; init; }

    public ulong ModifyIndex { get; init; }

    public long ModifyTime { get; init; }
}
