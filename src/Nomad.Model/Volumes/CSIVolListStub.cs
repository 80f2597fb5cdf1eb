namespace Nomad.Model.Volumes;

public sealed record CSIVolListStub
{
    public string ID { get; init => field = value ?? ""; } = "";

    public string Namespace { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";

    public string ExternalID { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<CSITopology>? Topologies { get; init; }

    public string AccessMode { get; init => field = value ?? ""; } = "";

    public string AttachmentMode { get; init => field = value ?? ""; } = "";

    public int CurrentReaders { get; init; }

    public int CurrentWriters { get; init; }

    public bool Schedulable { get; init; }

    public string PluginID { get; init => field = value ?? ""; } = "";

    public string Provider { get; init => field = value ?? ""; } = "";

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
