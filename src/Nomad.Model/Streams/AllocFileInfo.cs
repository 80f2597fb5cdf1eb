namespace Nomad.Model.Streams;

public sealed record AllocFileInfo
{
    public string Name { get; init => field = value ?? ""; } = "";

    public bool IsDir { get; init; }

    public long Size { get; init; }

    public string FileMode { get; init => field = value ?? ""; } = "";

    public DateTimeOffset ModTime { get; init; }

    public string ContentType { get; init => field = value ?? ""; } = "";
}
