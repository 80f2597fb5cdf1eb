namespace Nomad.Model.Streams;

/// <summary>What happened to a followed file.</summary>
public static class FileEvents
{
    public const string FileDeleted = "file deleted";
    public const string FileTruncated = "file truncated";
}
