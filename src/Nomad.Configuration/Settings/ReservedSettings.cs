namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>client.reserved</c>.</summary>
public sealed record ReservedSettings
{
    /// <summary><c>client.reserved.cpu</c>, default 0.</summary>
    public int CPU { get; init; }

    /// <summary><c>client.reserved.memory</c>, default 0.</summary>
    public int MemoryMB { get; init; }

    /// <summary><c>client.reserved.disk</c>, default 0.</summary>
    public int DiskMB { get; init; }

    /// <summary><c>client.reserved.reserved_ports</c>.</summary>
    public string ReservedPorts { get; init; } = "";

    /// <summary><c>client.reserved.cores</c>.</summary>
    public string Cores { get; init; } = "";

    internal static ReservedSettings From(SettingsNode node) => new()
    {
        CPU = node.Number("cpu", 0),
        MemoryMB = node.Number("memory", 0),
        DiskMB = node.Number("disk", 0),
        ReservedPorts = node.Text("reserved_ports", ""),
        Cores = node.Text("cores", ""),
    };
}
