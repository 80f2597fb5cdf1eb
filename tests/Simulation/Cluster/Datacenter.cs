using Nomad.Raft;
using Nomad.Raft.Storage;
using Nomad.Rpc;
using Nomad.Server;
using Nomad.Server.Membership;
using Nomad.Server.State;
using Nomad.Simulation.Checks;
using Nomad.Simulation.Networks;
using Nomad.Simulation.World;

namespace Nomad.Simulation.Cluster;

/// <summary>All machines of one world and the ways between them.</summary>
internal sealed class Datacenter
{
    private static readonly TimeSpan GossipInterval = TimeSpan.FromSeconds(1);

    /// <summary>How long a server may be unreachable before the others call it failed.</summary>
    private static readonly TimeSpan Suspicion = TimeSpan.FromSeconds(4);

    private readonly Dictionary<(string Observer, string Observed), TimeSpan> lastSeen = [];
    private BrokenLaw? broken;
    private ulong replacedUpTo;

    public Datacenter(Universe world, int servers, int clients)
    {
        World = world;
        ServerCount = servers;
        Network = new SimulatedNetwork(world);
        Ledger = new Ledger(this);
        Laws = new StateLaws(this);
        Stale = new StaleReads(this);
        Reports = new Reports(this);
        Transfers = new Transfers(this);
        Servers = [.. Enumerable.Range(1, servers).Select(i => new ServerMachine(this, $"s{i}", i))];
        Clients = [.. Enumerable.Range(1, clients).Select(i => new ClientMachine(this, $"c{i}", 100 + i))];
    }

    public Universe World { get; }

    /// <summary>Whether faults happen now; tasks fail by themselves only then.</summary>
    public bool Unrest { get; set; }

    /// <summary>What is wrong with its clients.</summary>
    public ClientFlaw Flaw { get; init; }

    public SimulatedNetwork Network { get; }

    public Ledger Ledger { get; }

    public StateLaws Laws { get; }

    public StaleReads Stale { get; }

    public Reports Reports { get; }

    public Transfers Transfers { get; }

    /// <summary>States of operators that came in force.</summary>
    public int Replacements { get; private set; }

    /// <summary>A server is the first to have put one in force.</summary>
    public event Action? StateInForce;

    /// <summary>Whether servers that were away for a moment get a snapshot, in many steps, over connections that often break.</summary>
    public bool IsStepped { get; init; }

    /// <summary>Bytes of an arriving snapshot that are made durable at once.</summary>
    public long SnapshotStep => IsStepped ? 4096 : DiskSnapshotStore.PartStep;

    /// <summary>Whether its nodes have volumes.</summary>
    public bool HasVolumes { get; init; }

    public int ServerCount { get; }

    public IReadOnlyList<ServerMachine> Servers { get; }

    public IReadOnlyList<ClientMachine> Clients { get; }

    public IEnumerable<string> MachineNames => Servers.Select(each => each.Name).Concat(Clients.Select(each => each.Name));

    /// <summary>The server that leads and knows it, if any.</summary>
    public ServerMachine? Leader => Servers.FirstOrDefault(each => each is { IsUp: true, IsPaused: false, Server.IsLeader: true });

    /// <summary>Somebody is taking a server out of the group. Who of the rest forgets something then has nobody to learn it from.</summary>
    public bool IsReduced { get; set; }

    /// <summary>Every server is up, sound and a voter, all see each other, and nobody is taking one out.</summary>
    public bool IsWhole => !IsReduced && Leader is not null && Servers.All(each => each is { IsUp: true, IsPaused: false, Disk: { IsRotten: false, IsFull: false }, Server: { Raft.Fault: null } server }
        && server.Raft.Configuration.VoterCount == ServerCount
        && Servers.All(other => Network.Reaches(each.Name, other.Name) && lastSeen.TryGetValue((each.Name, other.Name), out var seen) && World.Now - seen < Suspicion / 2));

    public ServerMachine? Find(string name) => Servers.FirstOrDefault(each => each.Name == name);

    public void Start()
    {
        foreach (var server in Servers)
            server.Start();
        foreach (var client in Clients)
            client.Start();
        World.After(GossipInterval, Gossip);
    }

    /// <summary>What a server's messages came over is gone; the others notice, where the network lets them.</summary>
    public void BreakConnections(ServerMachine of)
    {
        foreach (var other in Servers)
            if (other != of && other.IsUp && Network.Reaches(of.Name, other.Name))
                other.Lose(of);
    }

    /// <summary>Nobody has any more what came after this place: what comes there next may differ.</summary>
    public void Forget(ulong after, ulong term)
    {
        Ledger.Forget(after, term);
        Laws.Forget(after);
        Stale.Forget(after);
        Reports.Forget(after);
    }

    /// <summary>A server has put a state that was saved once in force, at a place in the log where all do.</summary>
    public void Replaced(string machine, ulong index, StateSnapshot saved, StateSnapshot now)
    {
        if (index <= replacedUpTo)
            return;
        replacedUpTo = index;
        Replacements++;
        World.Note($"{machine} is the first to go on with the state of {saved.Index}, as {now.Index}");
        Laws.Replaced(now);
        Stale.Replaced(now);
        Reports.Replaced(saved.Index, now.Index);
        StateInForce?.Invoke();
    }

    /// <summary>A law was broken; the world ends at its next step even if somebody catches what is thrown.</summary>
    public BrokenLaw Broken(string law, string what)
    {
        broken ??= new BrokenLaw(law, what);
        World.After(TimeSpan.Zero, () => throw broken);
        return broken;
    }

    /// <summary>Has a server answer a call over the network; <see cref="TimeoutException"/> when no answer comes.</summary>
    public async Task<T> CallAsync<T>(Process caller, string from, string to, Func<ServerAgent, Task<T>> serve, TimeSpan limit, CancellationToken stop = default)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Network.Stream(caller, from, to, () => _ = ServeAsync(from, to, serve, answer));
        using var late = caller.Time.CreateTimer(_ => answer.TrySetException(new TimeoutException($"no answer from {to}")), null, limit, Timeout.InfiniteTimeSpan);
        using var registration = stop.UnsafeRegister(_ => answer.TrySetCanceled(stop), null);
        return await answer.Task;
    }

    /// <summary>The same on whichever server leads, by way of the one named.</summary>
    public async Task<T> CallLeaderAsync<T>(Process caller, string from, string by, Func<ServerAgent, Task<T>> serve, TimeSpan limit)
    {
        var address = await CallAsync(caller, from, by, server => Task.FromResult(server.LeaderAddress), limit);
        if (address is null)
            throw new NoServersException();
        return await CallAsync(caller, from, MachineOf(address), serve, limit);
    }

    /// <summary>Whoever calls a server must expect this: it refuses, or nothing comes back.</summary>
    public static bool IsUnanswered(Exception problem) => problem is TimeoutException or IOException or RpcException or RaftException or OperationCanceledException;

    public static string MachineOf(string address) => address[..address.IndexOf(':', StringComparison.Ordinal)];

    private async Task ServeAsync<T>(string from, string to, Func<ServerAgent, Task<T>> serve, TaskCompletionSource<T> answer)
    {
        if (Find(to) is not { IsUp: true } machine)
            return;
        var program = machine.Program!;
        if (machine.Server is not { } server)
        {
            Network.Stream(program, to, from, () => answer.TrySetException(new IOException($"{to} refuses connections")));
            return;
        }
        try
        {
            var result = await serve(server);
            Network.Stream(program, to, from, () => answer.TrySetResult(result));
        }
        catch (Exception problem)
        {
            Network.Stream(program, to, from, () => answer.TrySetException(problem));
        }
    }

    // What gossip would tell each server about the others, some seconds late.
    private void Gossip()
    {
        foreach (var observer in Servers)
        {
            if (observer is not { IsUp: true, IsPaused: false, Server: { } server })
                continue;
            foreach (var other in Servers.Where(other => other == observer
                || other is { IsUp: true, IsPaused: false, Server: not null } && Network.Reaches(observer.Name, other.Name) && Network.Reaches(other.Name, observer.Name)))
                lastSeen[(observer.Name, other.Name)] = World.Now;
            var known = Servers.Where(other => lastSeen.ContainsKey((observer.Name, other.Name))).Select(other => new KnownServer(
                $"{other.Name}.global", $"{other.Name}.global", other.Address, "dc1",
                other.HasLeft ? ServerLife.Left : World.Now - lastSeen[(observer.Name, other.Name)] < Suspicion ? ServerLife.Alive : ServerLife.Failed)
            { Expect = ServerCount }).ToList();
            observer.Program!.Post(() => server.Group.Update(known));
        }
        World.After(GossipInterval, Gossip);
    }
}
