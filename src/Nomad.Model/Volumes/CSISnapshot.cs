namespace Nomad.Model.Volumes;

public sealed record CSISnapshot
{
    public string ID { get; init => field = value ?? ""; } = "";

    public string ExternalSourceVolumeID { get; init => field = value ?? ""; } = "";

    public long SizeBytes { get; init; }

    public long CreateTime { get; init; }

    public bool IsReady { get; init; }

    public string SourceVolumeID { get; init => field = value ?? ""; } = "";

    public string PluginID { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";

    public IReadOnlyDictionary<string, string>? Secrets { get; init; }

    public IReadOnlyDictionary<string, string>? Parameters { get; init; }
}
