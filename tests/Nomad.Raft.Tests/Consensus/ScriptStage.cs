using System.Text;
using Nomad.Raft.Consensus;
using Nomad.Raft.Storage;
using Nomad.Raft.Transport;

namespace Nomad.Raft.Tests.Consensus;

/// <summary>Runs the commands of scripts on cores with fixed timing: a leader is trusted for 10 ticks, an election begins after 19.</summary>
internal sealed class ScriptStage
{
    private readonly SortedDictionary<string, (RaftCore Core, MemoryRaftStorage Storage)> servers = [];
    private readonly List<RaftMessage> network = [];
    private readonly HashSet<string> cut = [];
    private readonly StringBuilder output = new();

    public string Run(string[] words)
    {
        output.Clear();
        switch (words)
        {
            case ["group", .. var ids]:
                var configuration = new RaftConfiguration([.. ids.Select(id => new RaftServer(id.TrimEnd('?'), id + ":1", id.EndsWith('?') ? RaftSuffrage.Nonvoter : RaftSuffrage.Voter))]);
                foreach (var id in ids)
                {
                    Start(id.TrimEnd('?'));
                    Step(id.TrimEnd('?'), new RaftInput.Bootstrap(configuration));
                }

                break;
            case ["start", var id]: Start(id); break;
            case ["restart", var id]: servers[id] = (New(id, servers[id].Storage), servers[id].Storage); break;
            case ["campaign", var id]: Step(id, new RaftInput.Campaign()); break;
            case ["tick", var id, var count]:
                for (var i = int.Parse(count); i > 0; i--)
                {
                    Step(id, RaftInput.Tick.One);
                }

                break;
            case ["lose", var id, var peer]: Step(id, new RaftInput.Lost(peer)); break;
            case ["propose", var id, .. var commands]: Step(id, new RaftInput.Propose([.. commands.Select(text => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text))])); break;
            case ["add-voter", var id, var who]: Step(id, new RaftInput.ChangeConfiguration(new(ConfigurationChangeKind.AddVoter, who, who + ":1"))); break;
            case ["add-nonvoter", var id, var who]: Step(id, new RaftInput.ChangeConfiguration(new(ConfigurationChangeKind.AddNonvoter, who, who + ":1"))); break;
            case ["remove", var id, var who]: Step(id, new RaftInput.ChangeConfiguration(new(ConfigurationChangeKind.Remove, who))); break;
            case ["transfer", var id, var who]: Step(id, new RaftInput.TransferLeadership(who)); break;
            case ["snapshot", var id]: Snapshot(id); break;
            case ["read", var id]: Step(id, new RaftInput.ReadIndex(1)); break;
            case ["isolate", var id]: cut.Add(id); break;
            case ["heal"]: cut.Clear(); break;
            case ["repeat"]: network.AddRange(network.ToList()); break;
            case ["deliver"]: Deliver(); break;
            case ["settle"]:
                while (network.Count > 0)
                {
                    Deliver();
                }

                break;
            case ["status"]:
                foreach (var (id, (core, _)) in servers)
                {
                    output.Append($"{id}: {core.Role} term {core.Term} leader {core.Leader ?? "-"} last {core.Log.LastIndex}/{core.Log.LastTerm} commit {core.CommitIndex}\n");
                }

                break;
            default: throw new ArgumentException($"unknown command: {string.Join(' ', words)}");
        }

        return output.ToString();
    }

    private static RaftCore New(string id, MemoryRaftStorage storage) =>
        new(new RaftOptions { NodeId = id, Address = id + ":1", ElectionTicks = 10, HeartbeatTicks = 2 }, new NoChance(), storage.Load());

    private void Start(string id)
    {
        var storage = new MemoryRaftStorage();
        servers[id] = (New(id, storage), storage);
    }

    private void Deliver()
    {
        var now = network.ToList();
        network.Clear();
        foreach (var message in now)
        {
            if (cut.Contains(message.From) || cut.Contains(message.To) || !servers.ContainsKey(message.To))
            {
                output.Append($"lost {Text(message)}\n");
                if (message is InstallSnapshot broken)
                {
                    Step(broken.From, new RaftInput.SnapshotSent(broken.To, false));
                }

                continue;
            }

            output.Append($"{Text(message)}\n");
            // Stored before the core hears of it, as the stream that brings it does.
            if (message is InstallSnapshot arrived)
            {
                Store(arrived.To, arrived.Snapshot);
            }

            Step(message.To, new RaftInput.Received(message));
            if (message is InstallSnapshot taken)
            {
                Step(taken.From, new RaftInput.SnapshotSent(taken.To, true));
            }
        }
    }

    // Of all that is committed; nothing before it is kept.
    private void Snapshot(string id)
    {
        var log = servers[id].Core.Log;
        var index = servers[id].Core.CommitIndex;
        var meta = new SnapshotMeta(index, log.TermAt(index)!.Value, log.Configuration, log.ConfigurationIndex);
        Store(id, meta);
        Step(id, new RaftInput.SnapshotTaken(meta, 0));
    }

    private void Store(string id, SnapshotMeta meta)
    {
        using var sink = servers[id].Storage.Snapshots.Create(meta);
        sink.Commit();
    }

    private void Step(string id, RaftInput input)
    {
        var (core, storage) = servers[id];
        var role = core.Role;
        var effects = core.Step(input);
        if (effects.Refusal != RaftRefusal.None)
        {
            output.Append($"  {id} refuses: {effects.Refusal} {effects.RefusalReason}".TrimEnd() + "\n");
        }

        if (core.Role != role)
        {
            output.Append($"  {id} becomes {core.Role} in term {core.Term}\n");
        }

        if (effects.Restore is { } snapshot)
        {
            storage.Reset(snapshot.Index, snapshot.Term);
            output.Append($"  {id} restores {snapshot.Index}/{snapshot.Term}\n");
        }

        if (effects.HardState is { } hardState)
        {
            storage.SaveHardState(hardState);
            output.Append($"  {id} stores term {hardState.Term} vote {hardState.Vote ?? "-"}\n");
        }

        if (effects.Append.Count > 0)
        {
            storage.Append(effects.Append);
            output.Append($"  {id} stores {string.Join(" ", effects.Append.Select(Text))}\n");
        }

        if (effects.Committed.Count > 0)
        {
            output.Append($"  {id} applies {string.Join(" ", effects.Committed.Select(Text))}\n");
        }

        foreach (var (_, index) in effects.Reads)
        {
            output.Append($"  {id} may read at {index}\n");
        }

        if (effects.Compact is { } cut)
        {
            storage.Compact(cut.Index, cut.Term);
            output.Append($"  {id} forgets up to {cut.Index}/{cut.Term}\n");
        }

        network.AddRange(effects.SendSnapshots);
        network.AddRange(effects.SendEarly);
        network.AddRange(effects.Send);
        if (effects.Append.Count > 0 && core.Role == RaftRole.Leader)
        {
            Step(id, new RaftInput.Stored(effects.Append[^1].Index, effects.Append[^1].Term));
        }
    }

    private static string Text(LogEntry entry) => entry.Kind switch
    {
        EntryKind.Command => $"{entry.Index}/{entry.Term}:{Encoding.UTF8.GetString(entry.Data.Span)}",
        EntryKind.Noop => $"{entry.Index}/{entry.Term}:-",
        _ => $"{entry.Index}/{entry.Term}:({string.Join(" ", RaftConfiguration.Decode(entry.Data.Span).Servers.Select(server => server.Id + (server.Suffrage == RaftSuffrage.Voter ? "" : "?")))})",
    };

    private static string Text(RaftMessage message) => $"{message.From}->{message.To} " + message switch
    {
        VoteRequest m => $"{(m.PreVote ? "pre-vote" : "vote")}{(m.Forced ? " forced" : "")} for term {m.Term}, last {m.LastIndex}/{m.LastTerm}",
        VoteResponse m => $"{(m.Granted ? "yes" : "no")} ({(m.PreVote ? "pre-vote" : "vote")}) term {m.Term}",
        AppendRequest m => $"append after {m.PreviousIndex}/{m.PreviousTerm} [{string.Join(" ", m.Entries.Select(Text))}] commit {m.Commit}",
        AppendResponse { Accepted: true } m => $"has {m.Index}",
        AppendResponse m => $"refuses {m.Index}, try {m.HintIndex}/{m.HintTerm} (term {m.Term})",
        HeartbeatRequest m => $"heartbeat commit {m.Commit}{(m.Read > 0 ? $" read {m.Read}" : "")}",
        HeartbeatResponse m => $"heard{(m.Read > 0 ? $" read {m.Read}" : "")}",
        InstallSnapshot m => $"snapshot {m.Snapshot.Index}/{m.Snapshot.Term}",
        TimeoutNow => "take over now",
        _ => message.GetType().Name,
    };

    private sealed class NoChance : Random
    {
        public override int Next(int maxValue) => maxValue - 1;
    }
}
