using System.Globalization;
using System.Text;
using Nomad.Model.Namespaces;
using Nomad.Simulation.Checks;
using Nomad.Simulation.Cluster;
using Nomad.Simulation.Workload;
using Nomad.Simulation.World;

namespace Nomad.Simulation.Recovery;

/// <summary>
/// Most servers are lost for good, at whatever moment; an operator names those that are left in <c>peers.json</c>. They go on, with
/// everything that was acknowledged and is on a disk that is left, and take new servers in.
/// </summary>
internal sealed class RecoveryRun(int seed)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(2);

    private readonly Universe world = new(seed);
    private readonly List<(string Name, ulong Index)> acknowledged = [];
    private int written;

    /// <summary>Writes that were acknowledged and lay on no disk that was left.</summary>
    public int Lost { get; private set; }

    public int Acknowledged => acknowledged.Count;

    public string Tail(int lines) => world.Chronicle.Tail(lines);

    /// <exception cref="BrokenLaw">What was found.</exception>
    public void Run()
    {
        var site = new Datacenter(world, servers: world.Chance(0.3) ? 5 : 3, clients: 2);
        var writer = new Process(world, "w", 201);
        site.Network.Attach(writer.Name, writer);
        var user = new User(site, "u", 202, new History(world)); // jobs, so that there is more than names
        site.Unrest = true;
        site.Start();
        world.Run(Quiet);
        user.Start();
        writer.Post(() => _ = WriteAsync(site, writer));
        world.Run(world.Between(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(12)));

        var left = site.Servers.OrderBy(_ => world.Random.Next()).Take(world.Random.Next(1, (site.ServerCount + 1) / 2)).ToList();
        var lost = site.Servers.Except(left).ToList();
        if (world.Chance(0.5))
            Lag(site, left, lost);
        Lose(site, left, lost);
        Recover(site, left);
        Until("new servers are taken in", () => site.Leader is { } leader && TakenIn(site, leader, lost));
        CheckAll(site, site.Servers);
    }

    private static bool TakenIn(Datacenter site, ServerMachine leader, List<ServerMachine> lost)
    {
        foreach (var machine in lost.Where(each => !each.IsUp))
        {
            machine.Replace();
            machine.Start();
        }
        return leader.Server!.Raft.Configuration.VoterCount == site.ServerCount
            && site.Servers.All(each => each.Server is { } server && server.Raft.AppliedIndex >= leader.Server.Raft.Stats().CommitIndex);
    }

    // Those that will be left fall behind, or one of them leads without being heard.
    private void Lag(Datacenter site, List<ServerMachine> left, List<ServerMachine> lost)
    {
        foreach (var (from, to) in left.SelectMany(one => lost.SelectMany(other => new[] { (one.Name, other.Name), (other.Name, one.Name) })))
            site.Network.Cut(from, to);
        world.Run(world.Between(TimeSpan.Zero, TimeSpan.FromSeconds(3)));
    }

    private void Lose(Datacenter site, List<ServerMachine> left, List<ServerMachine> lost)
    {
        foreach (var machine in site.Servers)
            machine.Crash();
        site.Network.MendAll();
        // Whoever has the longest log will lead. Its end may be what no majority ever took, in place of what was acknowledged elsewhere.
        var logs = left.Select(each => each.StoredLog()).ToList();
        var longest = logs.MaxBy(log => log.Entries is [.., var last] ? (last.Term, last.Index) : (log.BaseTerm, log.BaseIndex))!;
        var kept = site.Ledger.CommonWith(longest);
        site.Forget(kept, logs.Max(log => log.HardState.Term));
        Lost = acknowledged.RemoveAll(each => each.Index > kept);
        world.Note($"{string.Join(",", lost.Select(each => each.Name))} are lost; {kept} entries are left of what was acknowledged");
        var group = string.Join(",", left.Select(each => $$"""{"id": "{{each.Name}}.global", "address": "{{each.Address}}", "non_voter": false}"""));
        foreach (var machine in left)
        {
            machine.Disk.Put(ServerMachine.PeersFile, Encoding.UTF8.GetBytes($"[{group}]"));
            machine.Start();
        }
    }

    private void Recover(Datacenter site, List<ServerMachine> left)
    {
        // One that goes down before it is done begins again.
        if (world.Chance(0.5))
        {
            var machine = world.Pick(left);
            machine.Disk.GoDownAfter(world.Random.Next(1, 12), machine.Crash);
        }
        Until("those that are left have a leader and the file is gone", () =>
        {
            foreach (var machine in left.Where(each => !each.IsUp))
                machine.Start();
            return site.Leader is not null && left.TrueForAll(each => each.Server is not null && !each.Disk.Holds(ServerMachine.PeersFile));
        });
        var before = written;
        Until("writes are acknowledged again", () => acknowledged.Count > 0 && int.Parse(acknowledged[^1].Name[1..], CultureInfo.InvariantCulture) > before);
        CheckAll(site, left);
        // The group is theirs without the file, too.
        foreach (var machine in left)
        {
            machine.Crash();
            machine.Start();
        }
        Until("they lead after a restart without the file", () => site.Leader is not null && left.TrueForAll(each => each.Server is not null));
    }

    private void Until(string what, Func<bool> holds)
    {
        if (!world.Run(Patience, holds))
            throw new BrokenLaw("recovery", $"{Patience.TotalSeconds} s later it is not so that {what}");
    }

    private void CheckAll(Datacenter site, IReadOnlyList<ServerMachine> servers)
    {
        var must = acknowledged.Count > 0 ? acknowledged.Max(each => each.Index) : 0;
        Until("every server has all of it", () => servers.All(each => each.Server is { } server && server.Raft.AppliedIndex >= must));
        foreach (var machine in servers)
        {
            var state = machine.Server!.State.Snapshot();
            foreach (var (name, index) in acknowledged)
            {
                if (state.Namespace(name) is null)
                    throw site.Broken("recovery", $"{machine.Name} has no {name}, acknowledged at {index}");
            }
            site.Stale.Check(machine.Server);
        }
    }

    private async Task WriteAsync(Datacenter site, Process writer)
    {
        while (true)
        {
            await Task.Delay(world.Between(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(150)), writer.Time);
            var name = string.Create(CultureInfo.InvariantCulture, $"n{++written}");
            try
            {
                var index = await site.CallLeaderAsync(writer, writer.Name, world.Pick(site.Servers).Name,
                    server => server.Namespaces.UpsertAsync(new Namespace { Name = name }, default), CallLimit);
                acknowledged.Add((name, index));
            }
            catch (Exception problem) when (Datacenter.IsUnanswered(problem))
            {
                // It may be there or not.
            }
        }
    }
}
