using Nomad.Raft;
using Nomad.Server;
using Nomad.Simulation.Cluster;

namespace Nomad.Simulation.Workload;

/// <summary>
/// An operator who changes the group of servers while faults go on: leadership is handed over, servers leave or are taken out, and come back later, with
/// what they had or with an empty disk. One is out at a time.
/// </summary>
internal sealed class Turnover(Datacenter site)
{
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);

    private readonly Caller caller = new(site, "o2", 351, CallLimit);
    private (ServerMachine Machine, ulong Term)? dismissed;
    private (ServerMachine Machine, ulong Index, TimeSpan Since)? returned;

    /// <summary>Servers that came back after they were out.</summary>
    public int Returns { get; private set; }

    public void Start()
    {
        caller.Start();
        caller.Post(() => _ = WorkAsync());
        site.World.After(BetweenLooks, Look);
    }

    private static string IdOf(ServerMachine machine) => $"{machine.Name}.global";

    private async Task WorkAsync()
    {
        while (site.Unrest)
        {
            await caller.PauseAsync(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(4));
            if (!site.Unrest)
                return;
            // The leader more often than chance would have it.
            var (dice, machine) = (site.World.Random.Next(100), site.Leader is { } leader && site.World.Chance(0.4) ? leader : site.World.Pick(site.Servers));
            if (dice < 30 && machine != site.Leader)
            {
                await caller.TryAsync($"lead with {machine.Name}", server => DoneAsync(server.Raft.TransferLeadershipAsync(IdOf(machine))));
                continue;
            }
            if (site.Servers.Any(each => each.Disk.IsRotten))
                continue;
            site.IsReduced = true;
            await (dice < 65 ? LeaveAsync(machine) : TakeOutAsync(machine));
            await ReturnAsync(machine);
            site.IsReduced = false;
        }
    }

    // As an agent does it that is told to leave: it hands over, has itself taken out, and ends.
    private async Task LeaveAsync(ServerMachine machine)
    {
        await caller.TryAsync($"{machine.Name} hands over", server => DoneAsync(server.HandOverAsync(default)), machine.Name);
        await caller.TryAsync($"{machine.Name} goes out", server => DismissAsync(server, machine));
        machine.Leave();
    }

    // By an operator, while it runs: it stays out until it has been started again.
    private async Task TakeOutAsync(ServerMachine machine)
    {
        await caller.TryAsync($"take {machine.Name} out", server => DismissAsync(server, machine));
        await caller.PauseAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(6));
        machine.Leave();
    }

    private async Task ReturnAsync(ServerMachine machine)
    {
        var outAt = 0UL;
        var outcome = await caller.TryAsync($"see that {machine.Name} is out", async server => outAt = await OutAtAsync(server.Raft, IdOf(machine)));
        // Only who is out of the group has promised nothing that an empty disk would forget.
        if (outcome == Caller.Outcome.Done && site.World.Chance(0.6))
            machine.Replace();
        await caller.PauseAsync(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(7));
        site.World.Note($"{machine.Name} is back");
        machine.Return();
        Returns++;
        returned = outcome == Caller.Outcome.Done ? (machine, outAt, site.World.Now) : null;
    }

    private async Task<bool> DismissAsync(ServerAgent server, ServerMachine machine)
    {
        var term = server.Raft.Stats().Term;
        await server.Group.DismissAsync(IdOf(machine), term, () => server.Raft.RemoveServerAsync(IdOf(machine)));
        if (!machine.HasLeft)
            dismissed = (machine, term);
        return true;
    }

    /// <summary>The place of a committed group without it.</summary>
    private static async Task<ulong> OutAtAsync(RaftNode raft, string id)
    {
        await raft.ReadIndexAsync();
        if (raft.Configuration.Find(id) is not null)
            await raft.RemoveServerAsync(id);
        var now = raft.Stats();
        return now.LatestConfigurationIndex <= now.CommitIndex && now.LatestConfiguration.Find(id) is null ? now.LatestConfigurationIndex
            : throw new RaftBusyException($"{id} is not out for good");
    }

    private static async Task<bool> DoneAsync(Task work)
    {
        await work;
        return true;
    }

    private void Look()
    {
        if (!site.Unrest)
            return;
        site.World.After(BetweenLooks, Look);
        foreach (var leader in site.Servers)
        {
            if (leader is { IsUp: true, IsPaused: false, Server.Raft: { IsLeader: true } raft })
                Check(leader, raft.Stats());
        }
    }

    private void Check(ServerMachine leader, RaftStats group)
    {
        var now = site.World.Now;
        if (group.LatestConfiguration.Find(IdOf(leader)) is null && group.LatestConfigurationIndex <= group.CommitIndex)
            throw site.Broken("group", $"{leader.Name} leads a group to which it does not belong");
        // Whom the leader has not heard of for a while has been away.
        if (dismissed is var (one, _) && !(one is { IsUp: true, IsPaused: false } && site.Network.Reaches(one.Name, leader.Name) && site.Network.Reaches(leader.Name, one.Name)))
            dismissed = null;
        if (dismissed is var (gone, term) && group.Term == term && group.LatestConfiguration.Find(IdOf(gone)) is not null)
            throw site.Broken("group", $"{gone.Name} was taken out, runs on, and is taken in again");
        if (returned is var (back, outAt, since) && group.LatestConfigurationIndex > outAt && now - since < ServerMachine.Stabilization && group.LatestConfiguration.IsVoter(IdOf(back)))
            throw site.Broken("group", $"{back.Name} votes {(now - since).TotalSeconds:0.0} s after it is back: a new server only listens for {ServerMachine.Stabilization.TotalSeconds} s");
    }
}
