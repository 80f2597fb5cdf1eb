using System.Globalization;
using Nomad.Model;
using Nomad.Model.Jobs;
using Nomad.Model.Namespaces;
using Nomad.Raft;
using Nomad.Server;
using Nomad.Server.State;
using Nomad.Simulation.Cluster;
using Nomad.Simulation.Workload;
using Nomad.Simulation.World;

namespace Nomad.Simulation.Checks;

/// <summary>
/// What a server may answer of itself, without asking anybody: something old, but something that was true of everything at once; never
/// anything older than it answered before in this life; and what it says of its leader is so.
/// </summary>
internal sealed class StaleReads(Datacenter site)
{
    /// <summary>Clocks run wrong by up to 3 % (<see cref="Cluster.Faults"/>), and the server's may have changed its pace meanwhile.</summary>
    private const double Drift = 1.07;

    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(2);

    private readonly SortedDictionary<string, List<(ulong Index, int Value)>> written = new(StringComparer.Ordinal);
    private readonly Dictionary<Process, ulong> answered = [];
    private ulong newest;

    /// <summary>Answers that were checked.</summary>
    public int Count { get; private set; }

    /// <summary>A command was applied somewhere.</summary>
    public void Note(StateCommit commit)
    {
        if (commit.Index <= newest)
            return;
        newest = commit.Index;
        foreach (var change in commit.Changes)
        {
            var (key, value) = change.After switch
            {
                Job job => (KeyOf(job.ID), JobDocuments.WriteOf(job)),
                Namespace space when int.TryParse(space.Description, CultureInfo.InvariantCulture, out var number) => (space.Name, number),
                _ => ("", 0),
            };
            if (key.Length == 0)
                continue;
            if (!written.TryGetValue(key, out var values))
                written[key] = values = [];
            values.Add((commit.Index, value));
        }
    }

    /// <inheritdoc cref="Datacenter.Replaced"/>
    public void Replaced(StateSnapshot now)
    {
        newest = Math.Max(newest, now.Index);
        foreach (var (key, values) in written)
            values.Add((now.Index, Read(now, key)));
    }

    /// <inheritdoc cref="Datacenter.Forget"/>
    public void Forget(ulong after)
    {
        newest = Math.Min(newest, after);
        foreach (var values in written.Values)
            values.RemoveAll(each => each.Index > after);
    }

    /// <summary>Has a server answer everything from what it holds now.</summary>
    public void Check(ServerAgent server)
    {
        if (site.Servers.FirstOrDefault(each => each.Server == server) is not { Program: { } program } machine)
            return;
        Count++;
        var state = server.State.Snapshot();
        if (answered.TryGetValue(program, out var before) && state.Index < before)
            throw site.Broken("stale", $"{machine.Name} answers from {state.Index} after it answered from {before}");
        answered[program] = state.Index;
        foreach (var (key, values) in written)
        {
            var then = values.LastOrDefault(each => each.Index <= state.Index).Value;
            var read = Read(state, key);
            if (read != then)
                throw site.Broken("stale", $"{machine.Name} answers {read} for {key} from {state.Index}, where it was {then}");
        }
        CheckLeader(machine, server);
    }

    private void CheckLeader(ServerMachine machine, ServerAgent server)
    {
        var (stats, now) = (server.Raft.Stats(), site.World.Now);
        if (stats.State == RaftRole.Leader)
        {
            if (stats.LastContact == TimeSpan.Zero && stats.Term < site.Ledger.NewestTerm)
                throw site.Broken("stale", $"{machine.Name} speaks as the leader of term {stats.Term}, and one of term {site.Ledger.NewestTerm} is elected");
            return;
        }
        var heard = machine.Transport?.LeaderHeard;
        if (server.LeaderAddress is { } leader && heard is null)
            throw site.Broken("stale", $"{machine.Name} names {leader} as its leader and has heard none");
        var last = heard > machine.LedUntil || machine.LedUntil is null ? heard : machine.LedUntil;
        if (stats.LastContact is { } contact && (last is null || contact * Drift + Grain < now - last))
            throw site.Broken("stale", $"{machine.Name} says that it heard its leader {contact.TotalMilliseconds} ms ago, which was at {heard}, or led until {machine.LedUntil}");
        if (stats.LastContact is null && machine.LedUntil is not null)
            throw site.Broken("stale", $"{machine.Name} says that it never heard a leader, and led until {machine.LedUntil}");
    }

    private static int Read(StateSnapshot state, string key) => key.StartsWith(KeyOf(""), StringComparison.Ordinal)
        ? JobDocuments.WriteOf(state.Job(JobDocuments.Space, key[KeyOf("").Length..])) : Contents.OfStandoff(state, key).Main;

    private static string KeyOf(string job) => "job " + job;
}
