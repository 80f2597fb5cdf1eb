using System.Threading.Channels;

namespace Nomad.Agent.Dev;

/// <summary>Tells when one of some files was written. A burst of changes to a file counts once.</summary>
internal sealed class JobFileWatch : IDisposable
{
    // Editors write in several steps (a new file, then a rename): look when they are done.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(150);

    private readonly Channel<string> changes = Channel.CreateUnbounded<string>();
    private readonly List<FileSystemWatcher> watchers = [];
    private readonly Dictionary<string, DateTime> written = new(StringComparer.Ordinal);

    public JobFileWatch(IReadOnlyList<string> files)
    {
        foreach (var folder in files.GroupBy(file => Path.GetDirectoryName(Path.GetFullPath(file))!))
        {
            var names = folder.ToDictionary(file => Path.GetFullPath(file), StringComparer.Ordinal);
            foreach (var file in folder)
                written[file] = File.GetLastWriteTimeUtc(file);
            var watcher = new FileSystemWatcher(folder.Key);
            void Notice(object sender, FileSystemEventArgs changed)
            {
                if (names.TryGetValue(changed.FullPath, out var file))
                    changes.Writer.TryWrite(file);
            }
            watcher.Changed += Notice;
            watcher.Created += Notice;
            watcher.Renamed += Notice;
            watcher.EnableRaisingEvents = true;
            watchers.Add(watcher);
        }
    }

    /// <summary>The next file that has a new content.</summary>
    public async ValueTask<string> NextAsync(CancellationToken stop)
    {
        while (true)
        {
            var file = await changes.Reader.ReadAsync(stop);
            await Task.Delay(Settling, stop);
            var time = File.GetLastWriteTimeUtc(file);
            if (time == written[file] || !File.Exists(file))
                continue;
            written[file] = time;
            return file;
        }
    }

    public void Dispose()
    {
        foreach (var watcher in watchers)
            watcher.Dispose();
    }
}
