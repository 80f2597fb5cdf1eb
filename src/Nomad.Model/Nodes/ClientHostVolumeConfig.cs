namespace Nomad.Model.Nodes;

public sealed record ClientHostVolumeConfig
{
    public string Name { get; init; } = "";

    public string Path { get; init; } = "";

    public bool ReadOnly { get; init; }

    public string ID { get; init; } = "";
}
