using System.Text;

namespace Nomad.Client.Fingerprinting;

/// <summary>Reads small text files of the machine (/proc, /sys, /etc) below a root, which tests replace. Missing files read as null.</summary>
public sealed class HostFiles(string root = "/")
{
    /// <summary>Kernel files are small; more than this is not one of them.</summary>
    private const int MaxBytes = 4 << 20;

    private const int BlockBytes = 16 << 10;

    public string PathOf(string path) => Path.Combine(root, path.TrimStart('/'));

    public bool Exists(string path) => Path.Exists(PathOf(path));

    /// <summary>The text without surrounding white space, or null when it is missing or unreadable.</summary>
    public string? Read(string path)
    {
        try
        {
            using var stream = new FileStream(PathOf(path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            var block = new byte[BlockBytes];
            for (int count; bytes.Length < MaxBytes && (count = stream.Read(block)) > 0;)
                bytes.Write(block, 0, count);
            return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length).Trim();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The names of what is in a directory, in order; none when it is missing or unreadable.</summary>
    public IReadOnlyList<string> Names(string path)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(PathOf(path)).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal)];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    public long? ReadNumber(string path) => long.TryParse(Read(path), out var value) ? value : null;

    public IReadOnlyList<string> Lines(string path) => Read(path)?.Split('\n') ?? [];
}
