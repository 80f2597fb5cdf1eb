namespace Nomad.Model.Volumes;

public sealed record CSISnapshot
{
    public string ID { get; init; } = "";

    public string ExternalSourceVolumeID { get; init; } = "";

    public long SizeBytes { get; init; }

    public long CreateTime { get; init; }

    public bool IsReady { get; init; }

    public string SourceVolumeID { get; init; } = "";

    public string PluginID { get; init; } = "";

    public string Name { get; init; } = "";

    public IReadOnlyDictionary<string, string>? Secrets { get; init; }

    public IReadOnlyDictionary<string, string>? Parameters { get; init; }
}
