using Nomad.Simulation.Checks;
using Nomad.Simulation.Cluster;
using Nomad.Simulation.Workload;
using Nomad.Simulation.World;

namespace Nomad.Simulation;

/// <summary>One world from its seed to its end: start, a time of faults, healing, and what must then come true.</summary>
/// <param name="seed">Everything is drawn from it.</param>
/// <param name="flaw">What is wrong with the clients.</param>
internal sealed class SeedRun(int seed, ClientFlaw flaw = ClientFlaw.None)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan UnrestTime = TimeSpan.FromSeconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    /// <summary>Worlds with work within limits: the others have time for more of the rest.</summary>
    private const double LimitedShare = 0.4;

    /// <summary>Worlds in which snapshots are many, come in steps, and often break off.</summary>
    private const double SteppedShare = 0.4;

    private const double BreakageOfSteps = 0.03;

    /// <summary>Worlds in which work matters more or less, and the more displaces the less: every fourth, so that the others are as they were.</summary>
    private const int RankedEvery = 4;
    private const int RankedRest = 3;

    /// <summary>Worlds in which clients are away again and again, with work that may go on meanwhile: every fourth.</summary>
    private const int RoamingEvery = 4;

    /// <summary>Worlds in which an operator puts older states in force.</summary>
    private const int RestoredEvery = 4;
    private const int RestoredRest = 2;

    /// <summary>Worlds in which an operator hands leadership over, and servers leave, are taken out and are replaced by empty ones.</summary>
    private const int TurnoverEvery = 4;
    private const int TurnoverRest = 1;

    /// <summary>Worlds whose nodes have volumes, for which jobs ask: a fraction that meets all of the others.</summary>
    private const int VolumesEvery = 7;
    private const int VolumesRest = 6;

    /// <summary>Worlds in which servers launch jobs by the time, and users by tokens: few, for they take twice as long.</summary>
    private const int LaunchesEvery = 35;
    private const int LaunchesRest = 7;

    /// <summary>A new leader waits long for a heartbeat: with one after the other nobody would be missed.</summary>
    private const double RoamingCalm = 4;

    private readonly Universe world = new(seed);

    /// <summary>Operations that users got an answer to.</summary>
    public int Answered { get; private set; }

    public SortedDictionary<string, int> Faults { get; private set; } = [];

    public ulong Entries { get; private set; }

    /// <summary>Reports of clients that were taken.</summary>
    public int Reports { get; private set; }

    /// <summary>Clients that came back and found their work replaced, one of two then stopped.</summary>
    public int Reunions { get; private set; }

    /// <summary>States of operators that came in force.</summary>
    public int Replacements { get; private set; }

    /// <summary>Servers that came back after they were out of the group.</summary>
    public int Returns { get; private set; }

    /// <summary>Snapshots that went on where an earlier transfer had ended.</summary>
    public int Resumed { get; private set; }

    public ulong Trace => world.Trace;

    public long Steps => world.Steps;

    public TimeSpan Settled { get; private set; }

    public string Tail(int lines) => world.Chronicle.Tail(lines);

    /// <exception cref="BrokenLaw">What was found.</exception>
    public void Run()
    {
        var site = new Datacenter(world, servers: world.Chance(0.3) ? 5 : 3, clients: world.Random.Next(3, 7))
        {
            Flaw = flaw, IsStepped = world.Chance(SteppedShare), HasVolumes = seed % VolumesEvery == VolumesRest,
        };
        var history = new History(world);
        var users = Enumerable.Range(1, 3).Select(i => new User(site, $"u{i}", 200 + i, history)).ToList();
        var standoffs = new Standoffs(site, history);
        var limited = new LimitedWork(site);
        var isLimited = world.Chance(LimitedShare);
        var ranked = seed % RankedEvery == RankedRest ? new RankedWork(site) : null;
        var roaming = seed % RoamingEvery == 0 ? new RoamingWork(site) : null;
        var away = roaming is null ? null : new ClientFaults(site);
        var faults = new Faults(site, standoffs) { Calm = roaming is null ? 1 : RoamingCalm };
        var restorer = seed % RestoredEvery == RestoredRest ? new Restorer(site, history, faults) : null;
        var turnover = seed % TurnoverEvery == TurnoverRest ? new Turnover(site) : null;
        var volumes = site.HasVolumes ? new VolumeWork(site) : null;
        var launches = seed % LaunchesEvery == LaunchesRest ? new LaunchWork(site, site.Laws.Launches) : null;
        Faults = faults.Counts;
        site.Unrest = true;
        site.Start();
        world.Run(Quiet);
        foreach (var user in users)
            user.Start();
        standoffs.Start();
        if (isLimited)
            limited.Start();
        ranked?.Start();
        site.Network.Breakage = site.IsStepped ? BreakageOfSteps : 0;
        faults.Start();
        roaming?.Start();
        away?.Start();
        restorer?.Start();
        turnover?.Start();
        volumes?.Start();
        launches?.Start();
        world.Run(UnrestTime);
        site.Unrest = false;
        var healedAt = world.Now;
        faults.Heal();
        away?.Heal();
        volumes?.Heal();
        // One who had sent for a drain before would close a node again that is open already.
        if (!world.Run(Patience, () => users.TrueForAll(user => user.IsDone)))
            throw new BrokenLaw("liveness", $"{Patience.TotalSeconds} s after everything healed users are not answered");
        var opening = users[0].OpenNodesAsync();
        if (!world.Run(Patience, () => opening.IsCompleted))
            throw new BrokenLaw("liveness", $"{Patience.TotalSeconds} s after everything healed nodes can not be changed");
        var launching = launches?.FinishAsync();
        if (launching is not null && !world.Run(Patience, () => launching.IsCompleted))
            throw new BrokenLaw("liveness", $"{Patience.TotalSeconds} s after everything healed there are no launches");
        // It takes a look at every row of the state.
        var next = world.Now;
        if (!world.Run(Patience, () => world.Now >= next && IsCalm()) && !IsCalm())
            throw new BrokenLaw("liveness", $"{Patience.TotalSeconds} s after everything healed: {Calm.Missing(site)}\n{Calm.Details(site)}");
        Settled = world.Now - healedAt;

        bool IsCalm()
        {
            next = world.Now + BetweenLooks;
            return Calm.Missing(site) is null;
        }
        var reading = Task.WhenAll(users[0].ReadAllAsync(), standoffs.ReadAllAsync());
        if (!world.Run(TimeSpan.FromSeconds(60), () => reading.IsCompleted))
            throw new BrokenLaw("liveness", "reads are not answered after everything healed");
        if (history.Problem() is { } problem)
            throw new BrokenLaw("linearizability", problem);
        Answered = users.Sum(user => user.Answered);
        Entries = site.Ledger.Newest;
        Reports = site.Reports.Count;
        Reunions = site.Laws.Reunions;
        Replacements = site.Replacements;
        Resumed = site.Transfers.Resumed;
        Returns = turnover?.Returns ?? 0;
    }
}
