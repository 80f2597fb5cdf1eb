using Nomad.Model.Stats;
using Nomad.Raft;
using Nomad.Raft.Storage;
using Nomad.Raft.Transport;
using Nomad.Rpc;
using Nomad.Server.Membership;
using Nomad.Server.Regions;

namespace Nomad.Server;

/// <summary>What a server takes from its surroundings: time, chance, and where it logs. A simulation gives its own.</summary>
public sealed record ServerPorts
{
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public ILog Log { get; init; } = NoLog.Instance;

    /// <summary>Where ids and choices come from. Used under a lock; ids are not secrets except evaluation tokens, which stay inside.</summary>
#pragma warning disable RS0030 // this is where the real chance comes in
    public Random Random { get; init; } = new();
#pragma warning restore RS0030

    /// <summary>How servers of the group reach each other; null: there is only this one.</summary>
    public IRaftTransport? Transport { get; init; }

    /// <summary>Where the log is kept when there is a data directory.</summary>
    public IRaftFiles Files { get; init; } = DiskFiles.Instance;

    /// <summary>May put something around the state that sees every command applied; the state alone by default.</summary>
    public Func<IStateMachine, IStateMachine> Observe { get; init; } = state => state;

    /// <summary>Asks the server at an RPC address for the addresses of its Raft group; null when it does not answer.</summary>
    public Func<string, CancellationToken, Task<IReadOnlyList<string>?>> PeersOf { get; init; } = (_, _) => Task.FromResult<IReadOnlyList<string>?>(null);

    /// <summary>Asks the server at an RPC address how far its log is; null when it does not answer in time.</summary>
    public Func<string, CancellationToken, Task<RaftReport?>> ReportOf { get; init; } = (_, _) => Task.FromResult<RaftReport?>(null);

    /// <summary>Asks another region how far it is with a job of several regions; null when it does not answer in time.</summary>
    public Func<string, NamespacedID, CancellationToken, Task<RegionStanding?>> StandingOf { get; init; } = (_, _, _) => Task.FromResult<RegionStanding?>(null);

    /// <summary>Where the server counts and measures its work.</summary>
    public MeterSet Meters { get; init; } = new(TimeProvider.System);

    private readonly Lock gate = new();
    private SteadyClock? clock;

    /// <summary>A new id, in the form of a UUID.</summary>
    public string NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        lock (gate)
            Random.NextBytes(bytes);
        return Identifier.FromBytes(bytes);
    }

    /// <summary>A number from 0 up to, but not including, 1.</summary>
    public double NextDouble()
    {
        lock (gate)
            return Random.NextDouble();
    }

    public int NextSeed()
    {
        lock (gate)
            return Random.Next();
    }

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>For what is waited for or remembered here and now; not to be compared with <see cref="Now"/>, which may be set.</summary>
    public DateTimeOffset Steady => LazyInitializer.EnsureInitialized(ref clock, () => new SteadyClock(Time)).Now;

    /// <summary>Now as unix nanoseconds.</summary>
    public long NowNanoseconds => State.Facts.UnixNanoseconds(Now);
}
