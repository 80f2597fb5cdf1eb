using System.Text;
using Nomad.Raft.Consensus;
using Nomad.Raft.Storage;
using Nomad.Raft.Transport;

namespace Nomad.Raft.Tests.Consensus;

/// <summary>
/// A whole group from one seed: cores and storages, a network that loses, delays, reorders and repeats, partitions, crashes before
/// and after storing. After each step the laws are checked.
/// </summary>
public sealed class Simulation
{
    private readonly Random random;
    private readonly SortedDictionary<string, Server> servers = [];
    private readonly List<(int Due, RaftMessage Message)> network = [];
    private readonly HashSet<(string, string)> cut = [];
    private readonly SortedDictionary<ulong, string> leaders = [];
    private readonly SortedDictionary<ulong, LogEntry> committed = [];
    private readonly Dictionary<ulong, ulong> acknowledgedReads = [];
    private double loss;
    private double repeat;
    private int maxDelay = 1;
    private int now;
    private bool healing;
    private int nextCommand;
    private ulong nextRead;

    public Simulation(int seed, int count)
    {
        random = new Random(seed);
        var configuration = new RaftConfiguration([.. Enumerable.Range(0, count).Select(i => new RaftServer($"s{i}", $"s{i}:1", i < 3 || count > 4 ? RaftSuffrage.Voter : RaftSuffrage.Nonvoter))]);
        foreach (var server in configuration.Servers)
        {
            var added = servers[server.Id] = new Server(server.Id, random.Next());
            CarryOut(added, added.Core!.Step(new RaftInput.Bootstrap(configuration)));
        }
    }

    public int Committed => committed.Count;

    public int Elections => leaders.Count;

    public int Snapshots { get; private set; }

    public void RunChaos(int ticks)
    {
        for (var i = 0; i < ticks; i++)
        {
            Mischief();
            Tick();
        }
    }

    /// <summary>Everything works again: a leader must come, everything be equal, and new commands pass.</summary>
    public void Heal(int ticks)
    {
        (healing, loss, repeat, maxDelay) = (true, 0, 0, 1);
        cut.Clear();
        foreach (var server in servers.Values.Where(server => server.Core is null))
        {
            server.Start();
        }

        var before = committed.Count;
        for (var i = 0; i < ticks; i++)
        {
            Tick();
        }

        Assert.True(committed.Count > before, "nothing was committed after healing: " + Describe());
        for (var i = 0; i < 60; i++)
        {
            Tick(propose: false);
        }

        var last = servers.Values.Max(server => server.Applied);
        var members = servers.Values.First(server => server.Core!.Role == RaftRole.Leader).Core!.Log.Configuration;
        Assert.All(servers.Values.Where(server => members.Find(server.Id) is not null), server => Assert.Equal(last, server.Applied));
    }

    private string Describe() => string.Join("; ", servers.Values.Select(server => server.Core is not { } core
        ? $"{server.Id} down"
        : $"{server.Id} {core.Role} term {core.Term} leader {core.Leader} log {core.Log.BaseIndex}..{core.Log.LastIndex} commit {core.CommitIndex} {core.Log.Configuration}@{core.Log.ConfigurationIndex}"));

    private void Mischief()
    {
        switch (random.Next(60))
        {
            case 0: loss = random.NextDouble() * 0.3; break;
            case 1: repeat = random.NextDouble() * 0.3; break;
            case 2: maxDelay = 1 + random.Next(15); break;
            case 3: (loss, repeat, maxDelay) = (0, 0, 1); break;
            case 4: Partition(); break;
            case 5 or 6: cut.Clear(); break;
            case 7: Pick().Crash(); break;
            case 8 or 9: Pick(crashed: true)?.Start(); break;
            case 10: Ask(new RaftInput.TransferLeadership(null)); break;
            case 11: ChangeSomebody(); break;
            case 12: TakeSnapshot(Pick()); break;
        }
    }

    private Server Pick() => servers.Values.ElementAt(random.Next(servers.Count));

    private Server? Pick(bool crashed) => servers.Values.FirstOrDefault(server => server.Core is null == crashed);

    private void Partition()
    {
        cut.Clear();
        var side = servers.Keys.Where(_ => random.Next(2) == 0).ToHashSet();
        foreach (var a in servers.Keys)
        {
            foreach (var b in servers.Keys.Where(b => side.Contains(a) != side.Contains(b)))
            {
                if (random.Next(8) > 0) // sometimes one direction still works
                {
                    cut.Add((a, b));
                }
            }
        }
    }

    private void ChangeSomebody()
    {
        var id = Pick().Id;
        var kind = (ConfigurationChangeKind)random.Next(4);
        Ask(new RaftInput.ChangeConfiguration(new ConfigurationChange(kind, id, id + ":1")));
    }

    private void Ask(RaftInput input)
    {
        if (servers.Values.FirstOrDefault(server => server.Core?.Role == RaftRole.Leader) is { } leader)
        {
            CarryOut(leader, leader.Core!.Step(input));
        }
    }

    private void TakeSnapshot(Server server)
    {
        if (server.Core is null || server.Applied == 0 || server.Applied <= (server.Core.Log.Snapshot?.Index ?? 0))
        {
            return;
        }

        var configuration = committed.Values.Where(entry => entry.Kind == EntryKind.Configuration && entry.Index <= server.Applied).Last();
        var meta = new SnapshotMeta(server.Applied, committed[server.Applied].Term, RaftConfiguration.Decode(configuration.Data.Span), configuration.Index);
        using (var sink = server.Storage.Snapshots.Create(meta))
        {
            sink.Commit();
        }

        CarryOut(server, server.Core.Step(new RaftInput.SnapshotTaken(meta, random.Next(5))));
    }

    private void Tick(bool propose = true)
    {
        now++;
        Deliver();
        foreach (var server in servers.Values.Where(server => server.Core is not null))
        {
            if (random.Next(20) > 0) // clocks do not run alike
            {
                CarryOut(server, server.Core!.Step(RaftInput.Tick.One));
            }

            if (propose && server.Core?.Role == RaftRole.Leader && random.Next(3) == 0)
            {
                var commands = Enumerable.Range(0, 1 + random.Next(3)).Select(_ => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($"{nextCommand++}")).ToArray();
                CarryOut(server, server.Core.Step(new RaftInput.Propose(commands)));
            }

            if (server.Core?.Role == RaftRole.Leader && random.Next(5) == 0)
            {
                acknowledgedReads[++nextRead] = committed.Count == 0 ? 0 : committed.Keys.Last();
                CarryOut(server, server.Core.Step(new RaftInput.ReadIndex(nextRead)));
            }
        }
    }

    private void Deliver()
    {
        var due = network.Where(item => item.Due <= now).ToList();
        network.RemoveAll(item => item.Due <= now);
        foreach (var (_, message) in maxDelay > 1 ? due.OrderBy(_ => random.Next()).ToList() : due)
        {
            if (servers[message.To].Core is not { } core || cut.Contains((message.From, message.To)))
            {
                continue;
            }

            if (message is InstallSnapshot install)
            {
                using var sink = servers[message.To].Storage.Snapshots.Create(install.Snapshot);
                sink.Commit();
            }

            CarryOut(servers[message.To], core.Step(new RaftInput.Received(message)));
        }
    }

    private void CarryOut(Server server, RaftEffects effects)
    {
        var storage = server.Storage;
        if (effects.Restore is { } snapshot)
        {
            storage.Reset(snapshot.Index, snapshot.Term);
            server.Applied = snapshot.Index;
        }

        var early = effects.HardState is null && effects.Restore is null;
        SendAll(early ? effects.SendEarly : []);
        if (!healing && random.Next(2000) == 0)
        {
            server.Crash(); // before anything of this step was stored: nobody may have heard of it
            return;
        }

        if (effects.HardState is not null)
        {
            storage.SaveHardState(effects.HardState);
        }

        if (effects.Append.Count > 0)
        {
            storage.Append(effects.Append);
        }

        SendAll(early ? [] : effects.SendEarly);
        SendAll(effects.Send);
        foreach (var install in effects.SendSnapshots)
        {
            Snapshots++;
            SendAll([install with { Snapshot = storage.Snapshots.Latest! }]);
            server.Reports.Add((now + 10, install.To));
        }

        Apply(server, effects);
        if (effects.Compact is { } place)
        {
            storage.Compact(place.Index, place.Term);
        }

        CheckLaws(server);
        if (effects.Append.Count > 0 && server.Core?.Role == RaftRole.Leader)
        {
            CarryOut(server, server.Core.Step(new RaftInput.Stored(effects.Append[^1].Index, effects.Append[^1].Term)));
        }

        foreach (var (_, to) in server.Reports.Where(report => report.Due <= now).ToList())
        {
            server.Reports.RemoveAll(report => report.To == to);
            if (server.Core is not null)
            {
                CarryOut(server, server.Core.Step(new RaftInput.SnapshotSent(to, random.Next(2) == 0)));
            }
        }
    }

    private void SendAll(IEnumerable<RaftMessage> messages)
    {
        foreach (var message in messages.Where(message => servers.ContainsKey(message.To)))
        {
            for (var copies = random.NextDouble() < loss ? 0 : random.NextDouble() < repeat ? 2 : 1; copies > 0; copies--)
            {
                network.Add((now + 1 + random.Next(maxDelay), message));
            }
        }
    }

    private void Apply(Server server, RaftEffects effects)
    {
        foreach (var entry in effects.Committed)
        {
            Assert.Equal(server.Applied + 1, entry.Index);
            server.Applied = entry.Index;
            if (committed.TryGetValue(entry.Index, out var known))
            {
                Assert.True(known.Term == entry.Term && known.Data.Span.SequenceEqual(entry.Data.Span), $"{server.Id}: entry {entry.Index} was committed differently");
            }
            else
            {
                committed[entry.Index] = entry;
            }
        }

        foreach (var (id, index) in effects.Reads)
        {
            Assert.True(index >= acknowledgedReads[id], $"{server.Id}: a read at {index} misses entry {acknowledgedReads[id]}, committed before it was asked");
        }
    }

    private void CheckLaws(Server server)
    {
        if (server.Core is { Role: RaftRole.Leader } core)
        {
            Assert.True(leaders.TryAdd(core.Term, server.Id) || leaders[core.Term] == server.Id, $"{server.Id} and {leaders[core.Term]} both lead term {core.Term}");
            foreach (var (index, entry) in committed.Reverse().Take(20).Where(item => item.Value.Term < core.Term && item.Key > core.Log.BaseIndex))
            {
                Assert.True(core.Log.TermAt(index) == entry.Term, $"leader {server.Id} of term {core.Term} lacks committed entry {index}");
            }
        }
    }

    /// <summary>One simulated server; its storage outlives crashes.</summary>
    private sealed class Server(string id, int seed)
    {
        private int starts;

        public string Id => id;

        public MemoryRaftStorage Storage { get; } = new();

        public RaftCore? Core { get; private set; } = New(id, seed, new MemoryRaftStorage());

        public ulong Applied { get; set; }

        public List<(int Due, string To)> Reports { get; } = [];

        public void Crash() => Core = null;

        public void Start()
        {
            Core = New(id, seed + ++starts, Storage);
            Applied = Storage.Snapshots.Latest?.Index ?? 0;
        }

        private static RaftCore New(string id, int seed, MemoryRaftStorage storage) =>
            new(new RaftOptions { NodeId = id, Address = id + ":1", ElectionTicks = 10, HeartbeatTicks = 2 }, new Random(seed), storage.Load());
    }
}
