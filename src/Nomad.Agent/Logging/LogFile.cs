using System.Globalization;
using System.Text;

namespace Nomad.Agent.Logging;

/// <summary>
/// <c>log_file</c>: grows until it is too large or too old, is then moved aside under its name with the time, and begins anew. Its age goes by
/// timestamps, and names only grow: a clock that is set neither moves files early nor makes the newest look like the oldest.
/// Not thread safe: the log calls it one line at a time.
/// </summary>
public sealed class LogFile : ILogSink
{
    private const string DefaultName = "nomad.log", DefaultExtension = ".log";
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    private readonly LogFileOptions options;
    private readonly TimeProvider time;
    private readonly Action<string> complain;
    private readonly string path;
    private FileStream? stream;
    private long opened; // timestamp
    private bool failing;

    /// <param name="complain">Told once when writing begins to fail, and when it works again.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write it.</exception>
    public LogFile(LogFileOptions options, TimeProvider time, Action<string> complain)
    {
        (this.options, this.time, this.complain) = (options, time, complain);
        path = Path.EndsInDirectorySeparator(options.Path) || Directory.Exists(options.Path) ? Path.Combine(options.Path, DefaultName) : options.Path;
        Open();
    }

    public void Write(LogLine line, string text)
    {
        try
        {
            if (stream is null)
                Open();
            if ((options.MaxBytes > 0 && stream!.Length >= options.MaxBytes) || time.GetElapsedTime(opened) >= options.MaxAge)
                Rotate();
            stream!.Write(Encoding.UTF8.GetBytes(text + "\n"));
            stream.Flush();
            if (failing)
                complain($"log file {path} is written again");
            failing = false;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            if (!failing)
                complain($"log file {path} cannot be written, lines are missing in it: {problem.Message}");
            failing = true;
        }
    }

    public void Dispose() => stream?.Dispose();

    private void Open()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        // Small writes must be in the file at once; others may read, move and remove it meanwhile.
        var choice = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            choice.UnixCreateMode = Mode;
        stream = new FileStream(path, choice);
        opened = time.GetTimestamp();
    }

    private void Rotate()
    {
        stream!.Dispose();
        stream = null;
        var extension = Path.GetExtension(path) is { Length: > 0 } own ? own : DefaultExtension;
        var stem = Path.GetExtension(path).Length > 0 ? path[..^extension.Length] : path;
        var newest = Rotated(stem, extension).Select(each => each.Nanoseconds).DefaultIfEmpty(0).Max();
        var nanoseconds = Math.Max((time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100, newest + 1);
        if (File.Exists(path))
            File.Move(path, string.Create(CultureInfo.InvariantCulture, $"{stem}-{nanoseconds}{extension}"), overwrite: true);
        Prune(stem, extension);
        Open();
    }

    private void Prune(string stem, string extension)
    {
        if (options.MaxFiles == 0)
            return;
        var rotated = Rotated(stem, extension).OrderBy(each => each.Nanoseconds).ToArray();
        foreach (var (file, _) in rotated.Take(rotated.Length - Math.Max(options.MaxFiles, 0)))
            File.Delete(file);
    }

    private static IEnumerable<(string File, long Nanoseconds)> Rotated(string stem, string extension)
    {
        var name = Path.GetFileName(stem) + "-";
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(stem))!, name + "*" + extension))
        {
            if (long.TryParse(Path.GetFileName(file).AsSpan(name.Length..^extension.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var nanoseconds))
                yield return (file, nanoseconds);
        }
    }
}

/// <param name="Path">A file, or a folder (an existing one or with a slash at its end) for <c>nomad.log</c> in it.</param>
/// <param name="MaxAge">A file older than this is moved aside.</param>
/// <param name="MaxBytes">So is a larger one; 0 = no limit.</param>
/// <param name="MaxFiles">Files kept beside the current one; 0 = all, negative = none.</param>
public sealed record LogFileOptions(string Path, TimeSpan MaxAge, long MaxBytes, int MaxFiles);
