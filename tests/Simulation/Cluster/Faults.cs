using Nomad.Simulation.Workload;
using Nomad.Simulation.World;

namespace Nomad.Simulation.Cluster;

/// <summary>What goes wrong in a world, when, and for how long. Everything is drawn from the world's chance.</summary>
internal sealed class Faults(Datacenter site, Standoffs standoffs)
{
    /// <summary>Two clocks may drift apart by twice this before a lease is no lease any more: by a tick of eleven.</summary>
    private const double MostDrift = 0.03;

    /// <summary>A server does some hundred tasks a second.</summary>
    private const int MostTasksAhead = 200;

    /// <summary>A client does some ten, and more while it starts and stops something.</summary>
    private const int MostClientTasksAhead = 40;

    private readonly Universe world = site.World;

    /// <summary>How much longer than usual it is from one to the next.</summary>
    public double Calm { get; init; } = 1;

    /// <summary>How often each fault happened.</summary>
    public SortedDictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

    private IReadOnlyList<(string Name, Action Happen)> Kinds =>
    [
        ("crash", CrashServer), ("crash amid tasks", CrashBusy), ("crash while flushing", CrashFlushing), ("crash while writing", CrashWriting), ("crash of all", CrashAll), ("connections break", BreakConnections), ("pause", PauseServer), ("pause amid tasks", PauseBusy),
        ("partition", Isolate), ("partition", Split), ("partition of servers", Apart), ("partition of servers", Apart), ("one-way partition", OneWay), ("deaf server", Deafen), ("broken links", BreakLinks), ("bad network", BadNetwork), ("slow disk", SlowDisk), ("full disk", FullDisk),
        ("bit rot", RotAtRest), ("bit rot", RotBehind),
        ("clock jump", JumpClock), ("clock drift", DriftClock), ("client crash", () => CrashClient(machineToo: true)), ("client restart", () => CrashClient(machineToo: false)),
        ("client crash amid tasks", CrashBusyClient), ("client crash while writing", CrashWritingClient),
        ("client partition", IsolateClient), ("client pause", PauseClient),
    ];

    public void Start()
    {
        site.Transfers.Begun += InterruptTransfer;
        site.StateInForce += SpoilState;
        world.After(world.Between(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(6)), Next);
    }

    /// <summary>Ends every fault and starts what is down.</summary>
    public void Heal()
    {
        world.Note("everything heals");
        site.Network.MendAll();
        (site.Network.Loss, site.Network.Repetition, site.Network.Breakage, site.Network.MostDelay) = (0, 0, 0, TimeSpan.FromMilliseconds(3));
        foreach (var server in site.Servers)
        {
            server.Disk.IsFull = false;
            server.Disk.FlushTime = TimeSpan.Zero;
            server.Disk.Spare();
            server.SetClock(TimeSpan.Zero);
            server.SetClockRate(1);
            server.Resume();
            // One whose disk failed has stopped itself; whoever repairs a disk restarts its server.
            if (server.Server is { Raft.Fault: not null })
                server.Crash();
            if (!server.IsUp)
                server.Start();
        }
        foreach (var client in site.Clients)
        {
            client.Disk.Spare();
            client.Resume();
            if (!client.IsUp)
                client.Start();
        }
    }

    private void Next()
    {
        if (!site.Unrest)
            return;
        var (name, happen) = world.Pick(Kinds);
        Counts[name] = Counts.GetValueOrDefault(name) + 1;
        happen();
        world.After(world.Between(TimeSpan.FromSeconds(0.3), TimeSpan.FromSeconds(4)) * Calm, Next);
    }

    private void CrashServer() => Crash(Target());

    private void CrashAll()
    {
        foreach (var server in site.Servers)
            Crash(server);
    }

    private void Crash(ServerMachine server)
    {
        if (!server.IsUp)
            return;
        server.Crash();
        Later(TimeSpan.FromSeconds(8), () =>
        {
            if (!server.IsUp)
                server.Start();
        });
    }

    // As when a device between forgets them: nobody has ended.
    private void BreakConnections()
    {
        var server = Target();
        world.Note($"connections of {server.Name} break");
        site.BreakConnections(server);
    }

    private void CrashFlushing()
    {
        var server = Target();
        server.Disk.GoDownFlushing(() => Crash(server));
    }

    private void CrashWriting()
    {
        var server = Target();
        server.Disk.GoDownAfter(world.Random.Next(1, 30), () => Crash(server));
    }

    // Between any two of its tasks: what it awaits and what it was about to do next never come.
    private void CrashBusy() => InMidstOf(Target(), Crash);

    private void PauseBusy() => InMidstOf(Target(), Pause);

    private void InMidstOf(ServerMachine server, Action<ServerMachine> happen)
    {
        if (!server.IsUp || server.Program is not { } program)
            return;
        program.Interrupt(world.Random.Next(1, MostTasksAhead), () =>
        {
            if (site.Unrest && server.Program == program)
                happen(server);
        });
    }

    // The leader more often than chance would have it: that is where faults hurt.
    private ServerMachine Target() => site.Leader is { } leader && world.Chance(0.4) ? leader : world.Pick(site.Servers);

    private void PauseServer() => Pause(Target());

    private void Pause(ServerMachine server)
    {
        if (!server.IsUp || server.IsPaused)
            return;
        server.Pause();
        Later(TimeSpan.FromSeconds(6), server.Resume);
    }

    /// <summary>A server is gone, or nobody hears it any more, in the midst of what it does.</summary>
    public void Strike(ServerMachine server)
    {
        if (!site.Unrest)
            return;
        if (world.Chance(0.5))
            Crash(server);
        else
            Isolate(server.Name);
    }

    private void Isolate() => Isolate(Target().Name);

    private void Isolate(string alone)
    {
        CutBetween([alone], [.. site.MachineNames.Where(other => other != alone)], bothWays: true);
        WatchIfLeader(alone);
    }

    // It takes itself for the leader, at least for a while, and the others do not.
    private void WatchIfLeader(string alone)
    {
        if (site.Leader is { } leader && leader.Name == alone)
            standoffs.Begin(leader);
    }

    // Clients and users still reach it: it must not speak as a leader.
    private void Apart()
    {
        var alone = Target().Name;
        CutBetween([alone], [.. site.Servers.Select(each => each.Name).Where(other => other != alone)], bothWays: true);
        WatchIfLeader(alone);
        foreach (var client in site.Clients.Where(client => client.IsUp && world.Chance(0.5)))
            world.After(world.Between(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2)), () => Restart(client));
    }

    private void Restart(ClientMachine client)
    {
        if (!client.IsUp)
            return;
        client.Crash(machineToo: false);
        client.Start();
    }

    private void Split()
    {
        var side = site.MachineNames.Where(_ => world.Chance(0.5)).ToList();
        CutBetween(side, [.. site.MachineNames.Except(side)], bothWays: true);
    }

    private void OneWay()
    {
        var from = Target().Name;
        CutBetween([from], [.. site.Servers.Select(each => each.Name).Where(other => other != from && world.Chance(0.7))], bothWays: false);
        WatchIfLeader(from);
    }

    // It is heard and does not hear: a leader whose heartbeats keep the others quiet, or a follower who asks for votes and gets no answer.
    private void Deafen()
    {
        var deaf = Target().Name;
        CutBetween([.. site.Servers.Select(each => each.Name).Where(other => other != deaf && world.Chance(0.8))], [deaf], bothWays: false);
    }

    // Single links of the servers, here one way and there both: nobody is alone, and not everybody reaches everybody.
    private void BreakLinks()
    {
        foreach (var from in site.Servers)
        {
            foreach (var to in site.Servers.Where(to => to != from && world.Chance(0.3)))
                CutBetween([from.Name], [to.Name], bothWays: world.Chance(0.3));
        }
    }

    private void CutBetween(IReadOnlyList<string> left, IReadOnlyList<string> right, bool bothWays)
    {
        world.Note($"cut {string.Join(",", left)} {(bothWays ? "<->" : "->")} {string.Join(",", right)}");
        var links = left.SelectMany(from => right.SelectMany(to => bothWays ? new[] { (from, to), (to, from) } : [(from, to)])).ToList();
        foreach (var (from, to) in links)
            site.Network.Cut(from, to);
        Later(TimeSpan.FromSeconds(9), () =>
        {
            world.Note($"mended {string.Join(",", left)} and {string.Join(",", right)}");
            foreach (var (from, to) in links)
                site.Network.Mend(from, to);
        });
    }

    private void BadNetwork()
    {
        site.Network.Loss = world.Random.NextDouble() * 0.25;
        site.Network.Repetition = world.Random.NextDouble() * 0.2;
        site.Network.MostDelay = world.Between(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(900));
        Later(TimeSpan.FromSeconds(8), () =>
            (site.Network.Loss, site.Network.Repetition, site.Network.MostDelay) = (0, 0, TimeSpan.FromMilliseconds(3)));
    }

    private void SlowDisk()
    {
        var disk = Target().Disk;
        disk.FlushTime = world.Between(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(400));
        Later(TimeSpan.FromSeconds(8), () => disk.FlushTime = TimeSpan.Zero);
    }

    // Of one server at a time: what is gone on most of them is gone.
    private void RotAtRest()
    {
        if (site.IsWhole)
            Rot(Target());
    }

    private void Rot(ServerMachine server)
    {
        if (server.Disk.Rot() is not { } file)
            return;
        world.Note($"{server.Name} has a wrong bit in {file}");
        world.After(world.Between(TimeSpan.Zero, TimeSpan.FromMilliseconds(800)), () => Crash(server));
    }

    // The first has put the state of an operator in force; another that has it in its log loses it, and goes down before a snapshot contains it.
    private void SpoilState() => world.After(TimeSpan.Zero, () =>
    {
        if (site is { Unrest: true, IsWhole: true } && world.Chance(0.5) && site.Servers.FirstOrDefault(each => each.Disk.RotState()) is { } server)
            Crash(server);
    });

    // One server lags, another forgets what it has acknowledged meanwhile, and the leader that knows goes down: the two must not go on.
    private void RotBehind()
    {
        if (!site.IsWhole || site.Servers.Count != 3 || site.Leader is not { } leader)
            return;
        var others = site.Servers.Where(each => each != leader).ToList();
        var hurt = world.Pick(others);
        var lagging = others.Single(each => each != hurt);
        world.Note($"{lagging.Name} lags");
        foreach (var other in site.Servers.Where(other => other != lagging))
            site.Network.Cut(other.Name, lagging.Name);
        world.After(world.Between(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(2)), () =>
        {
            foreach (var other in site.Servers.Where(other => other != lagging))
                site.Network.Mend(other.Name, lagging.Name);
            if (hurt is not { IsUp: true, IsPaused: false } || leader is not { IsUp: true, Server.IsLeader: true } || !site.Unrest)
                return;
            world.Note($"{hurt.Name} forgets");
            if (hurt.Disk.Rot() is null)
                return;
            hurt.Crash();
            hurt.Start();
            Crash(leader);
        });
    }

    // Where a snapshot comes in many steps, some of them safe already. Back soon, before whoever sent it has a newer one.
    private void InterruptTransfer(string machine)
    {
        if (!site.IsStepped || site.Find(machine) is not { IsUp: true } server || !site.Unrest || !world.Chance(0.7))
            return;
        var program = server.Program;
        world.After(world.Between(TimeSpan.Zero, TimeSpan.FromMilliseconds(200)), () =>
        {
            if (!site.Unrest || server.Program != program || !server.IsUp)
                return;
            server.Crash();
            Later(TimeSpan.FromSeconds(1), () =>
            {
                if (!server.IsUp)
                    server.Start();
            });
        });
    }

    private void FullDisk()
    {
        var server = Target();
        server.Disk.IsFull = true;
        Later(TimeSpan.FromSeconds(5), () =>
        {
            server.Disk.IsFull = false;
            Crash(server);
        });
    }

    private void JumpClock()
    {
        var server = Target();
        server.SetClock(server.ClockOffset == TimeSpan.Zero ? world.Between(TimeSpan.FromSeconds(-60), TimeSpan.FromSeconds(60)) : TimeSpan.Zero);
        world.Note($"clock of {server.Name} is off by {server.ClockOffset.TotalSeconds:0.0} s");
    }

    private void DriftClock()
    {
        var server = Target();
        server.SetClockRate(1 + (2 * world.Random.NextDouble() - 1) * MostDrift);
        world.Note($"clock of {server.Name} runs at {server.ClockRate:0.000}");
    }

    private void CrashBusyClient()
    {
        var (client, machineToo) = (world.Pick(site.Clients), world.Chance(0.3));
        if (client.Program is not { } program)
            return;
        program.Interrupt(world.Random.Next(1, MostClientTasksAhead), () =>
        {
            if (site.Unrest && client.Program == program)
                CrashClient(client, machineToo);
        });
    }

    private void CrashWritingClient()
    {
        var (client, machineToo) = (world.Pick(site.Clients), world.Chance(0.5));
        client.Disk.GoDownAfter(world.Random.Next(1, 12), () => CrashClient(client, machineToo));
    }

    private void CrashClient(bool machineToo) => CrashClient(world.Pick(site.Clients), machineToo);

    private void CrashClient(ClientMachine client, bool machineToo)
    {
        if (!client.IsUp)
            return;
        client.Crash(machineToo);
        Later(TimeSpan.FromSeconds(15), () =>
        {
            if (!client.IsUp)
                client.Start();
        });
    }

    private void IsolateClient()
    {
        var client = world.Pick(site.Clients).Name;
        CutBetween([client], [.. site.Servers.Select(each => each.Name)], bothWays: true);
    }

    private void PauseClient()
    {
        var client = world.Pick(site.Clients);
        if (!client.IsUp || client.IsPaused)
            return;
        client.Pause();
        Later(TimeSpan.FromSeconds(12), client.Resume);
    }

    private void Later(TimeSpan most, Action end) => world.After(world.Between(TimeSpan.FromMilliseconds(100), most), end);
}
