namespace Nomad.Model.Volumes;

public sealed record CSIPluginListStub
{
    public string ID { get; init => field = value ?? ""; } = "";

    public string Provider { get; init => field = value ?? ""; } = "";

    public bool ControllerRequired { get; init; }

    public int ControllersHealthy { get; init; }

    public int ControllersExpected { get; init; }

    public int NodesHealthy { get; init; }

    public int NodesExpected { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }
}
