namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>client.host_volume</c>.</summary>
public sealed record HostVolumeSettings
{
    /// <summary>The label of the block.</summary>
    public string Name { get; init; } = "";

    /// <summary><c>client.host_volume.path</c>.</summary>
    public string Path { get; init; } = "";

    /// <summary><c>client.host_volume.read_only</c>, default false.</summary>
    public bool ReadOnly { get; init; }

    internal static HostVolumeSettings From(SettingsNode node) => new()
    {
        Name = node.Label,
        Path = node.Text("path", ""),
        ReadOnly = node.Flag("read_only", false),
    };
}
