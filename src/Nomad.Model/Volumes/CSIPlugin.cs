using System.Text.Json;
using Nomad.Model.Allocations;

namespace Nomad.Model.Volumes;

public sealed record CSIPlugin
{
    public string ID { get; init => field = value ?? ""; } = "";

    public string Provider { get; init => field = value ?? ""; } = "";

    public string Version { get; init => field = value ?? ""; } = "";

    public bool ControllerRequired { get; init; }

    public IReadOnlyDictionary<string, CSIInfo>? Controllers { get; init; }

    public IReadOnlyDictionary<string, CSIInfo>? Nodes { get; init; }

    public IReadOnlyList<AllocListStub>? Allocations { get; init; }

    public JsonElement? ControllerJobs { get; init; }

    public JsonElement? NodeJobs { get; init; }

    public int ControllersHealthy { get; init; }

    public int ControllersExpected { get; init; }

    public int NodesHealthy { get; init; }

    public int NodesExpected { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }

    public long CreateTime { get; init; }

    public long ModifyTime { get; init; }
}
