using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Nomad.Model.Allocations;
using Nomad.Raft;
using Nomad.Raft.Storage;
using Nomad.Server.Commands;
using Nomad.Server.State;
using Nomad.Simulation.Cluster;

namespace Nomad.Simulation.Checks;

/// <summary>What all servers together said and did: leaders by term, commands by index, states by index.</summary>
internal sealed class Ledger(Datacenter site)
{
    /// <summary>
    /// The whole state is compared at each index that this divides, and whenever asked; between them what each command wrote is: states that were equal
    /// and to which the same was written are.
    /// </summary>
    private const ulong StateEvery = 200;

    /// <summary>Characters before and after a difference that a failure shows.</summary>
    private const int Shown = 150;

    private readonly Dictionary<ulong, string> leaders = [];
    private readonly Dictionary<ulong, (ulong Term, ulong Hash)> commands = [];
    private readonly Dictionary<ulong, (string By, ulong Hash)> states = [];
    private readonly Dictionary<ulong, (string By, string Rows)> writes = [];

    /// <summary>The newest index that was applied anywhere.</summary>
    public ulong Newest { get; private set; }

    /// <summary>The newest in which somebody was elected.</summary>
    public ulong NewestTerm { get; private set; }

    public void Leads(string machine, ulong term)
    {
        if (leaders.TryGetValue(term, out var other) && other != machine)
            throw site.Broken("one-leader", $"{other} and {machine} both lead in term {term}");
        leaders[term] = machine;
        NewestTerm = Math.Max(NewestTerm, term);
        site.World.Note($"{machine} leads in term {term}");
    }

    /// <summary>Up to which entry a log holds what was applied anywhere: where it has the same term, it has the same before (Raft paper, 5.3).</summary>
    public ulong CommonWith(StoredLog log) => log.Entries.Where(entry => commands.TryGetValue(entry.Index, out var applied) && applied.Term == entry.Term)
        .Select(entry => entry.Index).DefaultIfEmpty(log.BaseIndex).Max();

    /// <inheritdoc cref="Datacenter.Forget"/>
    public void Forget(ulong after, ulong term)
    {
        foreach (var lost in leaders.Keys.Where(each => each > term).ToList())
            leaders.Remove(lost);
        foreach (var lost in commands.Keys.Where(index => index > after).ToList())
            commands.Remove(lost);
        foreach (var lost in states.Keys.Where(index => index > after).ToList())
            states.Remove(lost);
        foreach (var lost in writes.Keys.Where(index => index > after).ToList())
            writes.Remove(lost);
        (Newest, NewestTerm) = (Math.Min(Newest, after), Math.Min(NewestTerm, term));
    }

    public void Applies(string machine, ulong index, ulong term, ReadOnlySpan<byte> command)
    {
        var entry = (term, HashOf(command));
        if (commands.TryGetValue(index, out var known) && known != entry)
            throw site.Broken("prefix", $"{machine} applies another entry {index} (term {term}) than was applied before (term {known.Term})");
        commands[index] = entry;
        Newest = Math.Max(Newest, index);
    }

    public void Holds(string machine, ulong index, IStateMachine state, bool now = false)
    {
        if (!now && index % StateEvery != 0)
            return;
        using var view = state.BeginSnapshot();
        using var saved = new MemoryStream();
        view.WriteTo(saved);
        var hash = HashOf(saved.GetBuffer().AsSpan(0, (int)saved.Length));
        if (states.TryGetValue(index, out var known) && known.Hash != hash)
            throw site.Broken("state", $"{machine} has another state at {index} than {known.By} had");
        states[index] = (machine, hash);
    }

    /// <summary>A command was applied: every server must have written the same rows in the same order, which whoever follows events sees.</summary>
    public void Writes(string machine, StateCommit commit)
    {
        // Its job is a row of its own.
        var mine = string.Join('\n', commit.Changes.Select(change => change.After is Allocation alloc ? alloc with { Job = null } : change.After ?? change.Key)
            .Select(row => JsonSerializer.Serialize(row, CommandJson.InfoOf(row.GetType())!)));
        if (!writes.TryGetValue(commit.Index, out var known))
            writes[commit.Index] = (machine, mine);
        else if (known.Rows != mine)
            throw site.Broken("state", $"{machine} writes something else at {commit.Index} ({commit.Command.GetType().Name}) than {known.By} did: "
                + $"{From(mine, known.Rows)} and not {From(known.Rows, mine)}");
    }

    // A few words from where they begin to differ.
    private static string From(string rows, string others)
    {
        var at = Math.Max(0, rows.AsSpan().CommonPrefixLength(others) - Shown);
        return rows.Substring(at, Math.Min(2 * Shown, rows.Length - at));
    }

    private static ulong HashOf(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }
}
