using System.Globalization;
using Nomad.Client.Files;

namespace Nomad.Client.Logs;

/// <summary>The rotated files of one log, `alloc/logs/TASK.stdout.N`: a higher N is newer.</summary>
public sealed class LogFiles(AllocFiles files, string task, string type)
{
    private const string Folder = "alloc/logs";

    private readonly string prefix = $"{task}.{type}.";

    public string PathOf(long index) => string.Create(CultureInfo.InvariantCulture, $"{Folder}/{prefix}{index}");

    /// <summary>Number and size of every file there is now, oldest first.</summary>
    public IReadOnlyList<LogFile> List()
    {
        var found = new List<LogFile>();
        foreach (var file in files.List(Folder))
        {
            if (file.Name.StartsWith(prefix, StringComparison.Ordinal)
                && long.TryParse(file.Name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                found.Add(new LogFile(index, file.Size));
        }
        found.Sort((left, right) => left.Index.CompareTo(right.Index));
        return found;
    }

    /// <summary>
    /// Where a stream begins that wants <paramref name="offset"/> bytes after the start or before the end of all files together.
    /// </summary>
    public static LogPosition Find(IReadOnlyList<LogFile> all, string origin, long offset)
    {
        if (all.Count == 0)
            return new LogPosition(0, 0);
        var total = all.Sum(file => file.Size);
        var left = FileFollower.Start(origin, offset, total);
        foreach (var file in all)
        {
            if (left < file.Size)
                return new LogPosition(file.Index, left);
            left -= file.Size;
        }
        return new LogPosition(all[^1].Index, all[^1].Size);
    }
}

public sealed record LogFile(long Index, long Size);

/// <summary>A place in a log: file number and bytes into it.</summary>
public sealed record LogPosition(long Index, long Offset);
