namespace Nomad.Model.Volumes;

public sealed record CSIVolListStub
{
    public string ID { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string Name { get; init; } = "";

    public string ExternalID { get; init; } = "";

    public IReadOnlyList<CSITopology>? Topologies { get; init; }

    public string AccessMode { get; init; } = "";

    public string AttachmentMode { get; init; } = "";

    public int CurrentReaders { get; init; }

    public int CurrentWriters { get; init; }

    public bool Schedulable { get; init; }

    public string PluginID { get; init; } = "";

    public string Provider { get; init; } = "";

    public bool ControllerRequired { get; init; }

    public int ControllersHealthy { get; init; }

    public int ControllersExpected { get; init; }

    public int NodesHealthy { get; init; }

    public int NodesExpected { get; init; }

    public DateTimeOffset ResourceExhausted { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }

    public long CreateTime { get; init; }

    public long ModifyTime { get; init; }
}
