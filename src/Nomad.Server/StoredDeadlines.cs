using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Nomad.Server;

/// <summary>
/// Deadlines that the state keeps as times of day, counted down by the clock that nobody can set: how long is left is worked out when one is
/// first seen, so it is shown as soon as it is written, and from then on only time that passes counts. Kept in the memory of a leader; the next
/// one begins anew. Any thread.
/// </summary>
public sealed class StoredDeadlines(ServerPorts ports)
{
    private readonly Dictionary<string, Parts> known = [];
    private readonly Lock gate = new();

    /// <summary>
    /// How long <paramref name="part"/> of <paramref name="id"/> has until <paramref name="stored"/>; zero or less when that has passed.
    /// <paramref name="most"/> is how long it was given: whoever wrote the deadline by another clock gave no more.
    /// </summary>
    public TimeSpan Left(string id, string part, DateTimeOffset stored, TimeSpan most)
    {
        var now = ports.Steady;
        using var held = gate.EnterScope();
        ref var deadline = ref CollectionsMarshal.GetValueRefOrAddDefault(known, id, out _).Of(part);
        if (deadline.Due == default || deadline.Stored != stored)
        {
            var left = stored - ports.Now;
            left = left < most ? left : most;
            deadline = new Deadline(stored, left > TimeSpan.Zero ? now + left : now);
        }
        return deadline.Due - now;
    }

    public void Forget(string id)
    {
        lock (gate)
            known.Remove(id);
    }

    public void ForgetAllBut(IReadOnlySet<string> ids)
    {
        using var held = gate.EnterScope();
        foreach (var id in known.Keys.Where(id => !ids.Contains(id)).ToArray())
            known.Remove(id);
    }

    public void Clear()
    {
        lock (gate)
            known.Clear();
    }

    private record struct Deadline(DateTimeOffset Stored, DateTimeOffset Due);

    /// <summary>Most have one part, and there are as many as deployments: no map of its own for each.</summary>
    private struct Parts
    {
        private string? name;
        private Deadline only;
        private Dictionary<string, Deadline>? others;

        [UnscopedRef]
        public ref Deadline Of(string part)
        {
            name ??= part;
            if (name == part)
                return ref only;
            return ref CollectionsMarshal.GetValueRefOrAddDefault(others ??= [], part, out _);
        }
    }
}
