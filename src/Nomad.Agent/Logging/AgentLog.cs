using System.Threading.Channels;
using Nomad.Model.Logging;

namespace Nomad.Agent.Logging;

/// <summary>
/// The agent's log: every line goes to the console (held back until the banner is out), to file and syslog where configured, and to
/// everyone who watches through the monitor route. Safe for any number of threads; a slow watcher loses lines, never slows a writer.
/// </summary>
public sealed class AgentLog : ILog
{
    /// <summary>Lines a watcher may lag behind before lines are dropped for it.</summary>
    private const int WatcherBacklog = 512;

    private readonly Shared shared;
    private readonly string area;

    public AgentLog(Action<string> console, LogSeverity level, TimeProvider time)
        : this(new Shared(console, time) { Level = level }, "")
    {
    }

    private AgentLog(Shared shared, string area)
    {
        this.shared = shared;
        this.area = area;
    }

    /// <summary>Lines below this severity do not reach the console. May change at any time.</summary>
    public LogSeverity Level
    {
        get => shared.Level;
        set => shared.Level = value;
    }

    public bool AsJson
    {
        get => shared.AsJson;
        init => shared.AsJson = value;
    }

    /// <summary>Where else lines go from now on; what was set before is closed. The lines held back so far go to the new places, too.</summary>
    public void SetSinks(IReadOnlyList<ILogSink> sinks) => shared.SetSinks(sinks);

    public ILog For(string area) => new AgentLog(shared, area);

    public bool Enabled(LogSeverity severity) => severity >= shared.Level || shared.LowestWatched <= severity;

    public void Write(LogSeverity severity, string area, string message) => shared.Write(new LogLine(shared.Time.GetUtcNow(), severity, area, message));

    /// <summary>The area of an instance made by <see cref="For"/>.</summary>
    public string Area => area;

    /// <summary>Prints the held lines and all that follow.</summary>
    public void Release() => shared.Release();

    /// <summary>A feed of lines at or above <paramref name="level"/>, from now on. Dispose ends it.</summary>
    public Watcher Watch(LogSeverity level)
    {
        var watcher = new Watcher(level, shared);
        shared.Add(watcher);
        return watcher;
    }

    /// <summary>Someone who watches the log.</summary>
    public sealed class Watcher : IDisposable
    {
        private readonly Channel<LogLine> lines = Channel.CreateBounded<LogLine>(WatcherBacklog);
        private readonly Shared owner;
        private int dropped;

        internal Watcher(LogSeverity level, Shared owner)
        {
            Level = level;
            this.owner = owner;
        }

        public LogSeverity Level { get; }

        public ChannelReader<LogLine> Lines => lines.Reader;

        /// <summary>Lines lost since the last call, because the watcher was slow.</summary>
        public int TakeDropped() => Interlocked.Exchange(ref dropped, 0);

        public void Dispose()
        {
            owner.Remove(this);
            lines.Writer.TryComplete();
        }

        internal void Offer(LogLine line)
        {
            if (line.Severity >= Level && !lines.Writer.TryWrite(line))
                Interlocked.Increment(ref dropped);
        }
    }

    internal sealed class Shared(Action<string> console, TimeProvider time)
    {
        private readonly Lock gate = new();
        private readonly List<LogLine> held = [];
        private Watcher[] watchers = [];
        private IReadOnlyList<ILogSink> sinks = [];
        private bool released;

        public LogSeverity Level { get; set; }

        public bool AsJson { get; set; }

        public TimeProvider Time => time;

        public LogSeverity LowestWatched => watchers.Length == 0 ? (LogSeverity)int.MaxValue : watchers.Min(w => w.Level);

        public void Write(LogLine line)
        {
            lock (gate)
            {
                foreach (var watcher in watchers)
                    watcher.Offer(line);
                if (line.Severity < Level)
                    return;
                Keep(line);
                if (released)
                    Print(line);
                else
                    held.Add(line);
            }
        }

        public void SetSinks(IReadOnlyList<ILogSink> chosen)
        {
            lock (gate)
            {
                foreach (var sink in sinks)
                    sink.Dispose();
                sinks = chosen;
                if (!released)
                    held.ForEach(Keep);
            }
        }

        public void Release()
        {
            lock (gate)
            {
                released = true;
                held.ForEach(Print);
                held.Clear();
            }
        }

        public void Add(Watcher watcher)
        {
            lock (gate)
                watchers = [.. watchers, watcher];
        }

        public void Remove(Watcher watcher)
        {
            lock (gate)
                watchers = [.. watchers.Where(w => w != watcher)];
        }

        private void Print(LogLine line) => console(AsJson ? line.ToJson() : "    " + line);

        private void Keep(LogLine line)
        {
            if (sinks.Count == 0)
                return;
            var text = AsJson ? line.ToJson() : line.ToString();
            foreach (var sink in sinks)
                sink.Write(line, text);
        }
    }
}
