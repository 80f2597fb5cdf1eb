namespace Nomad.Model.Streams;

public sealed record AllocFileInfo
{
    public string Name { get; init; } = "";

    public bool IsDir { get; init; }

    public long Size { get; init; }

    public string FileMode { get; init; } = "";

    public DateTimeOffset ModTime { get; init; }

    public string ContentType { get; init; } = "";
}
