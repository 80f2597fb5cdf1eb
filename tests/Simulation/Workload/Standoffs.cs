using System.Globalization;
using Nomad.Model.Namespaces;
using Nomad.Rpc;
using Nomad.Server;
using Nomad.Simulation.Checks;
using Nomad.Simulation.Cluster;
using Nomad.Simulation.World;

namespace Nomad.Simulation.Workload;

/// <summary>
/// A leader that the other servers do not hear any more, somebody on its side who reads as fast as it answers, and somebody on theirs who
/// writes as soon as they have elected another one. What the first is told must fit what the second has done: the moment in which both
/// could answer is short, so chance alone seldom finds it.
/// </summary>
internal sealed class Standoffs(Datacenter site, History history)
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ReadLimit = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(30);

    private readonly Process reader = new(site.World, "v1", 301);
    private readonly Process writer = new(site.World, "v2", 302);
    private TimeSpan end;
    private int count;

    public void Start()
    {
        site.Network.Attach(reader.Name, reader);
        site.Network.Attach(writer.Name, writer);
    }

    /// <summary>One at a time; one that begins during another is not watched.</summary>
    public void Begin(ServerMachine alone)
    {
        if (site.World.Now < end)
            return;
        end = site.World.Now + Length;
        var key = $"standoff-{++count}";
        reader.Post(() => _ = ReadAsync(key, alone));
        writer.Post(() => _ = WriteAsync(key, [.. site.Servers.Where(each => each != alone)]));
    }

    /// <summary>Reads what was written in every standoff once more, after everything has healed.</summary>
    public Task ReadAllAsync() => reader.Run(async () =>
    {
        for (var each = 1; each <= count; each++)
        {
            var key = $"standoff-{each}";
            while (!await TryAsync(key, null, async operation => history.Done(operation, site.World.Now, await site.CallLeaderAsync(
                reader, reader.Name, site.World.Pick(site.Servers).Name, server => ConfirmedAsync(server, key), WriteLimit))))
                await PauseAsync(reader);
        }
    });

    private async Task ReadAsync(string key, ServerMachine alone)
    {
        while (site.World.Now < end)
        {
            await TryAsync(key, null, async operation =>
            {
                var read = await site.CallAsync(reader, reader.Name, alone.Name, server =>
                {
                    site.Stale.Check(server);
                    return Task.FromResult(Leased(server, key));
                }, ReadLimit);
                history.Done(operation, site.World.Now, read);
            });
            await PauseAsync(reader);
        }
    }

    private async Task WriteAsync(string key, IReadOnlyList<ServerMachine> others)
    {
        while (site.World.Now < end)
        {
            await PauseAsync(writer);
            if (others.FirstOrDefault(each => each is { IsUp: true, IsPaused: false, Server.IsLeader: true }) is not { } leader)
                continue;
            var write = history.NextValue();
            await TryAsync(key, write, async operation =>
            {
                var space = new Namespace { Name = key, Description = write.ToString(CultureInfo.InvariantCulture) };
                await site.CallAsync(writer, writer.Name, leader.Name, server => server.Namespaces.UpsertAsync(space, default), WriteLimit);
                history.Done(operation, site.World.Now);
            });
        }
    }

    private async Task<bool> TryAsync(string key, int? write, Func<History.Operation, Task> ask)
    {
        var operation = history.Begin(key, write, site.World.Now);
        try
        {
            await ask(operation);
            return true;
        }
        catch (Exception problem) when (problem is TimeoutException or IOException or RpcException or Nomad.Raft.RaftException or OperationCanceledException)
        {
            if (write is null)
                history.Forget(operation);
            return false;
        }
    }

    // As a default read is answered by a server that need not ask the others.
    private static int Leased(ServerAgent server, string key) =>
        server is { IsLeader: true, Raft.HoldsLease: true } ? Value(server.State.Snapshot(), key) : throw new IOException("no lease");

    private static async Task<int> ConfirmedAsync(ServerAgent server, string key) =>
        Value(await server.State.AtLeastAsync(await server.Raft.ReadIndexAsync(), WriteLimit, default), key);

    private static int Value(Nomad.Server.State.StateSnapshot state, string key) =>
        state.Namespace(key) is { } space ? int.Parse(space.Description, CultureInfo.InvariantCulture) : 0;

    private Task PauseAsync(Process program) => Task.Delay(site.World.Between(ShortestPause, LongestPause), program.Time);
}
