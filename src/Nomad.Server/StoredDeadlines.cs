namespace Nomad.Server;

/// <summary>
/// Deadlines that the state keeps as times of day, counted down by the clock that nobody can set: how long is left is worked out when one is
/// first seen, and from then on only time that passes counts. Kept in the memory of a leader; the next one begins anew. One thread.
/// </summary>
public sealed class StoredDeadlines(ServerPorts ports)
{
    private readonly Dictionary<string, Dictionary<string, (DateTimeOffset Stored, DateTimeOffset Due)>> known = [];

    /// <summary>
    /// How long <paramref name="part"/> of <paramref name="id"/> has until <paramref name="stored"/>; zero or less when that has passed.
    /// <paramref name="most"/> is how long it was given: whoever wrote the deadline by another clock gave no more.
    /// </summary>
    public TimeSpan Left(string id, string part, DateTimeOffset stored, TimeSpan most)
    {
        if (!known.TryGetValue(id, out var parts))
            known[id] = parts = [];
        var now = ports.Steady;
        if (!parts.TryGetValue(part, out var deadline) || deadline.Stored != stored)
        {
            var left = stored - ports.Now;
            parts[part] = deadline = (stored, now + (left < most ? left : most));
        }
        return deadline.Due - now;
    }

    public void Forget(string id) => known.Remove(id);

    public void ForgetAllBut(IReadOnlySet<string> ids)
    {
        foreach (var id in known.Keys.Where(id => !ids.Contains(id)).ToArray())
            known.Remove(id);
    }

    public void Clear() => known.Clear();
}
