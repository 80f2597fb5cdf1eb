using Nomad.Rpc;

namespace Nomad.Server.Membership;

/// <summary>The servers of this region that gossip knows. Told by the agent; any thread.</summary>
public sealed class ServerGroup(TimeProvider time)
{
    /// <summary>Servers that are remembered after gossip forgot them; older ones have long been taken out.</summary>
    private const int MostForgotten = 64;

    private readonly Lock gate = new();
    private readonly List<KnownServer> forgotten = [];
    private readonly Dictionary<string, ulong> dismissed = new(StringComparer.Ordinal);
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>By name. This server itself is among them once gossip runs.</summary>
    public IReadOnlyList<KnownServer> Servers { get; private set; } = [];

    public IEnumerable<KnownServer> Alive => Servers.Where(server => server.Life == ServerLife.Alive);

    /// <summary>Replaces what is known. Ids are unique: of two servers with one id the living one counts.</summary>
    public void Update(IEnumerable<KnownServer> servers)
    {
        TaskCompletionSource waiting;
        lock (gate)
        {
            var told = servers.ToList();
            forgotten.RemoveAll(gone => told.Any(server => server.Id == gone.Id));
            Servers = [.. told.Concat(forgotten).GroupBy(server => server.Id)
                .Select(same => same.OrderBy(server => server.Life).First()).OrderBy(server => server.Name, StringComparer.Ordinal)];
            foreach (var away in dismissed.Keys.Except(told.Where(server => server.Life == ServerLife.Alive).Select(server => server.Id)).ToList())
                dismissed.Remove(away);
            waiting = changed;
            changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        waiting.TrySetResult();
    }

    /// <summary>Gossip will not name this server any more. It counts as one that left until gossip does: it may still be in the Raft group.</summary>
    public void Forget(KnownServer server)
    {
        lock (gate)
        {
            forgotten.RemoveAll(gone => gone.Id == server.Id);
            forgotten.Add(server with { Life = ServerLife.Left });
            if (forgotten.Count > MostForgotten)
                forgotten.RemoveAt(0);
        }
    }

    /// <summary>Whether this server was taken out of the Raft group on purpose, by itself or by an operator, and gossip still has it alive: it stays out.</summary>
    public bool IsDismissed(string id)
    {
        lock (gate)
            return dismissed.ContainsKey(id);
    }

    /// <summary>This server leads from now on. Whom it dismissed as an earlier leader may have been away since, and it did not hear of it.</summary>
    public void BeginTerm(ulong term)
    {
        lock (gate)
        {
            foreach (var (id, _) in dismissed.Where(one => one.Value < term).ToList())
                dismissed.Remove(id);
        }
    }

    /// <summary>
    /// Has <paramref name="remove"/> take a server out of the Raft group, and keeps it out until it has been away and comes back, or another term than
    /// <paramref name="term"/> begins.
    /// </summary>
    public async Task DismissAsync(string id, ulong term, Func<Task> remove)
    {
        lock (gate)
            dismissed[id] = term;
        try
        {
            await remove();
        }
        catch
        {
            lock (gate)
                dismissed.Remove(id);
            throw;
        }
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
