using System.Globalization;

namespace Nomad.Raft.Storage;

/// <summary>The log of a directory as it is found at a start: sound up to some place, and the files that lie behind it.</summary>
internal sealed class FoundLog
{
    private readonly IRaftFiles files;
    private readonly List<string> behind = [];

    private FoundLog(IRaftFiles files) => this.files = files;

    public List<LogSegment> Segments { get; } = [];

    public List<LogEntry> Entries { get; } = [];

    public StorageDamage? Damage { get; private set; }

    /// <summary>The newest that can be read anywhere in it, even behind damage; null when there is none.</summary>
    public RaftConfiguration? NewestConfiguration { get; private set; }

    /// <exception cref="InvalidDataException">A file is missing.</exception>
    public static FoundLog Read(IRaftFiles files, string directory)
    {
        var found = new FoundLog(files);
        var paths = files.List(directory, ".log").Order(StringComparer.Ordinal).ToArray();
        foreach (var path in paths)
        {
            found.Take(path, newest: path == paths[^1]);
        }

        found.NewestConfiguration ??= found.Entries.LastOrDefault(entry => entry.Kind == EntryKind.Configuration) is { } last ? RaftConfiguration.Decode(last.Data.Span) : null;
        return found;
    }

    /// <summary>Removes what is damaged and what follows it, the newest first.</summary>
    public void Cut(string directory)
    {
        for (var i = behind.Count - 1; i >= 0; i--)
        {
            files.Delete(behind[i]);
        }

        if (Segments.Count > 0)
        {
            Segments[^1].Cut();
        }

        files.FlushDirectory(directory);
    }

    private void Take(string path, bool newest)
    {
        if (Damage is not null)
        {
            NewestConfiguration = ConfigurationBehind(path, 0, FirstIndexOf(path) - 1) ?? NewestConfiguration;
            behind.Add(path);
            return;
        }

        var segment = LogSegment.Open(files, path, newest, Entries, out var damagedAt);
        if (damagedAt is { } offset)
        {
            var index = segment is null ? FirstIndexOf(path) : segment.LastIndex + 1;
            NewestConfiguration = ConfigurationBehind(path, offset + 1, index);
            Damage = new StorageDamage("raft log file", path, offset, segment is null ? $"no head of a log file before entry {index}" : $"no sound record of entry {index}");
        }

        if (segment is null)
        {
            behind.Add(path);
            return;
        }

        if (Segments.Count > 0 && segment.FirstIndex != Segments[^1].LastIndex + 1)
        {
            throw new InvalidDataException($"raft log file {path}: starts with entry {segment.FirstIndex}, but the file before ends with {Segments[^1].LastIndex}");
        }

        Segments.Add(segment);
    }

    private RaftConfiguration? ConfigurationBehind(string path, int offset, ulong after)
    {
        var file = files.Read(path);
        return LogRecord.Scan(file.AsMemory(Math.Min(offset, file.Length)), after).LastOrDefault(record => record.Entry.Kind == EntryKind.Configuration) is { Entry: { } entry }
            ? RaftConfiguration.Decode(entry.Data.Span) : null;
    }

    private static ulong FirstIndexOf(string path) => ulong.Parse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture);
}
