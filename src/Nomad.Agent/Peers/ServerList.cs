namespace Nomad.Agent.Peers;

/// <summary>
/// The servers a client knows, the one to ask first at the front. Shuffled on learning and now and then, so that clients spread over the servers.
/// Any thread.
/// </summary>
public sealed class ServerList(IEnumerable<string> configured, Random random)
{
    private readonly Lock gate = new();
    private string[] configured = [.. configured.Select(PeerAddress.WithPort).Distinct(StringComparer.Ordinal)];
    private List<string> known = [.. configured.Select(PeerAddress.WithPort).Distinct(StringComparer.Ordinal).OrderBy(_ => random.Next())];

    /// <summary>The one to ask first, null when none is known.</summary>
    public string? First
    {
        get
        {
            lock (gate)
                return known.Count > 0 ? known[0] : null;
        }
    }

    /// <summary>All that may answer; the configured ones come last, for when every server was replaced meanwhile.</summary>
    public IReadOnlyList<string> InOrder()
    {
        lock (gate)
            return [.. known, .. configured.Except(known, StringComparer.Ordinal)];
    }

    /// <summary>As servers told, or as configured while none has.</summary>
    public IReadOnlyList<string> Known
    {
        get
        {
            lock (gate)
                return known;
        }
    }

    /// <summary>Moves a server that did not answer to the end.</summary>
    public void Failed(string address)
    {
        lock (gate)
        {
            if (known.Count > 1 && known[0] == address)
                known = [.. known.Skip(1), address];
        }
    }

    /// <summary>What a server says are the servers. True when some are new. An empty list changes nothing.</summary>
    public bool Learn(IReadOnlyList<string> addresses)
    {
        lock (gate)
        {
            var fresh = addresses.Where(address => !known.Contains(address)).Distinct(StringComparer.Ordinal).OrderBy(_ => random.Next()).ToList();
            var gone = addresses.Count > 0 && known.Any(address => !addresses.Contains(address));
            if (fresh.Count == 0 && !gone)
                return false;
            // Those that answered stay where they are in the order; the rest is what the servers say.
            known = [.. known.Where(addresses.Contains), .. fresh];
            return fresh.Count > 0;
        }
    }

    /// <summary>Another one first, by chance: so a server that came, or came back, gets its share.</summary>
    public void Rebalance()
    {
        lock (gate)
            known = [.. known.OrderBy(_ => random.Next())];
    }

    /// <summary>What the configuration stands for now; asked last where servers have told of others, else at once.</summary>
    public void Configure(IReadOnlyList<string> addresses)
    {
        lock (gate)
        {
            var before = configured;
            configured = [.. addresses.Select(PeerAddress.WithPort).Distinct(StringComparer.Ordinal)];
            if (known.All(before.Contains))
                known = [.. configured.OrderBy(_ => random.Next())];
        }
    }

    /// <summary>Replaces the list, as operators do with <c>client config -update-servers</c>.</summary>
    public void Set(IReadOnlyList<string> addresses)
    {
        lock (gate)
            known = [.. addresses.Select(PeerAddress.WithPort).Distinct(StringComparer.Ordinal)];
    }
}
