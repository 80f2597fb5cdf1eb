namespace Nomad.Server.Membership;

/// <summary>The servers of this region that gossip knows, and since when each is alive. Told by the agent; any thread.</summary>
public sealed class ServerGroup(TimeProvider time)
{
    private readonly Lock gate = new();
    private Dictionary<string, DateTimeOffset> aliveSince = new(StringComparer.Ordinal);
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>By name. This server itself is among them once gossip runs.</summary>
    public IReadOnlyList<KnownServer> Servers { get; private set; } = [];

    public IEnumerable<KnownServer> Alive => Servers.Where(server => server.Life == ServerLife.Alive);

    /// <summary>Replaces what is known. Ids are unique: of two servers with one id the living one counts.</summary>
    public void Update(IEnumerable<KnownServer> servers)
    {
        TaskCompletionSource told;
        lock (gate)
        {
            Servers = [.. servers.GroupBy(server => server.Id).Select(same => same.OrderBy(server => server.Life).First()).OrderBy(server => server.Name, StringComparer.Ordinal)];
            var now = time.GetUtcNow();
            aliveSince = Alive.ToDictionary(server => server.Id, server => aliveSince.GetValueOrDefault(server.Id, now), StringComparer.Ordinal);
            told = changed;
            changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        told.TrySetResult();
    }

    /// <summary>How long a server has been alive without interruption; null when it is not.</summary>
    public TimeSpan? AliveFor(string id)
    {
        lock (gate)
            return aliveSince.TryGetValue(id, out var since) ? time.GetUtcNow() - since : null;
    }

    /// <summary>Completes at the next change, or after <paramref name="limit"/>.</summary>
    public async Task WaitAsync(TimeSpan limit, CancellationToken stop)
    {
        Task next;
        lock (gate)
            next = changed.Task;
        try
        {
            await next.WithinAsync(limit, time, stop);
        }
        catch (TimeoutException)
        {
            // Nothing changed.
        }
    }
}
