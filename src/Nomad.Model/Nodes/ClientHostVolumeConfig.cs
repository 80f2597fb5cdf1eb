namespace Nomad.Model.Nodes;

public sealed record ClientHostVolumeConfig
{
    public string Name { get; init => field = value ?? ""; } = "";

    public string Path { get; init => field = value ?? ""; } = "";

    public bool ReadOnly { get; init; }

    public string ID { get; init => field = value ?? ""; } = "";
}
