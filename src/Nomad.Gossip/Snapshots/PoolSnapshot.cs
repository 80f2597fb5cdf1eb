using System.Net;
using System.Text;

namespace Nomad.Gossip.Snapshots;

/// <summary>
/// The file in which a member keeps who is alive, so that it finds the pool again after a restart; the format is Serf's: a line per change,
/// rewritten when it has grown. A disk that takes no more is said once and costs only this memory. Not thread-safe.
/// </summary>
internal sealed class PoolSnapshot : IDisposable
{
    private const long SmallestLimit = 128 * 1024;
    private const long LimitPerMember = 256;
    private const long LargestFile = 64L * 1024 * 1024;

    private readonly string path;
    private readonly Action<string>? log;
    private readonly Dictionary<string, IPEndPoint> alive;
    private readonly Dictionary<string, ulong> clocks = new(StringComparer.Ordinal);
    private FileStream? file;
    private bool left;
    private bool failed;

    private PoolSnapshot(string path, RememberedPool before, Action<string>? log)
    {
        (this.path, Before, this.log) = (path, before, log);
        alive = new Dictionary<string, IPEndPoint>(before.Alive, StringComparer.Ordinal);
        (clocks["clock"], clocks["event-clock"], clocks["query-clock"]) = (before.Clock, before.EventClock, before.QueryClock);
    }

    /// <summary>What the file said when it was opened.</summary>
    public RememberedPool Before { get; }

    /// <summary>Opens or makes the file and its folder.</summary>
    /// <exception cref="IOException">The file cannot be read or made, or is larger than any snapshot.</exception>
    public static PoolSnapshot Open(string path, bool rejoinAfterLeave, Action<string>? log)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var before = RememberedPool.Nothing;
        if (File.Exists(path))
        {
            if (new FileInfo(path).Length > LargestFile)
                throw new IOException($"{path}: more than {LargestFile} bytes, which is not a snapshot of the gossip pool; move it away to start without");
            before = RememberedPool.Read(File.ReadLines(path), rejoinAfterLeave, log);
        }

        var snapshot = new PoolSnapshot(path, before, log);
        snapshot.Compact();
        return snapshot;
    }

    public void Record(SerfEvent happened)
    {
        var name = happened.Member.Name;
        switch (happened.Type)
        {
            case SerfEventType.Join or SerfEventType.Update:
                var address = new IPEndPoint(happened.Member.Address, happened.Member.Port);
                if (!left && !(alive.TryGetValue(name, out var known) && known.Equals(address)))
                {
                    alive[name] = address;
                    Append($"alive: {name} {address}");
                }

                break;
            default:
                if (!left && alive.Remove(name))
                    Append($"not-alive: {name}");
                break;
        }
    }

    /// <summary>Writes down the times that changed: the last that were seen.</summary>
    public void RecordTimes(ulong clock, ulong events, ulong queries)
    {
        RecordTime("clock", clock);
        RecordTime("event-clock", events);
        RecordTime("query-clock", queries);
    }

    /// <summary>This member leaves: the next start does not look for the pool, unless it was told to.</summary>
    public void RecordLeave()
    {
        if (!left)
        {
            left = true;
            Append("leave");
        }
    }

    public void Dispose()
    {
        file?.Dispose();
        file = null;
    }

    private void RecordTime(string name, ulong value)
    {
        if (clocks[name] != value && (!left || name == "clock"))
        {
            clocks[name] = value;
            Append($"{name}: {value}");
        }
    }

    private void Append(string line) => Attempt(() =>
    {
        file ??= new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        file.Write(Encoding.UTF8.GetBytes(line + "\n"));
        if (!left && file.Position > Math.Max(SmallestLimit, LimitPerMember * alive.Count))
            Rewrite();
    });

    private void Compact() => Attempt(Rewrite);

    private void Rewrite()
    {
        file?.Dispose();
        file = null;
        var fresh = path + ".compact";
        var lines = alive.Select(member => $"alive: {member.Key} {member.Value}").Concat(clocks.Where(item => item.Value > 0).Select(item => $"{item.Key}: {item.Value}"));
        using (var target = new FileStream(fresh, FileMode.Create, FileAccess.Write))
        {
            target.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
            target.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
    }

    private void Attempt(Action write)
    {
        try
        {
            write();
            failed = false;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            if (!failed)
                log?.Invoke($"the gossip snapshot {path} cannot be written, this member may not find its pool after a restart: {problem.Message}");
            failed = true;
        }
    }
}
