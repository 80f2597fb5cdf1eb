using System.Globalization;
using Nomad.Model.Namespaces;
using Nomad.Server;
using Nomad.Simulation.Checks;
using Nomad.Simulation.Cluster;

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

    private readonly Caller reader = new(site, "v1", 301, ReadLimit);
    private readonly Caller writer = new(site, "v2", 302, WriteLimit);
    private TimeSpan end;
    private int count;

    public void Start()
    {
        reader.Start();
        writer.Start();
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
    public Task ReadAllAsync() => writer.Run(async () =>
    {
        for (var each = 1; each <= count; each++)
        {
            var key = $"standoff-{each}";
            while (!await history.ReadAsync(key, writer, server => ConfirmedAsync(server, key)))
                await PauseAsync(writer);
        }
    });

    private async Task ReadAsync(string key, ServerMachine alone)
    {
        while (site.World.Now < end)
        {
            await history.ReadAsync(key, reader, server =>
            {
                site.Stale.Check(server);
                return Task.FromResult(Leased(server, key));
            }, alone.Name);
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
            var space = new Namespace { Name = key, Description = write.ToString(CultureInfo.InvariantCulture) };
            await history.WriteAsync(key, new History.Change(write), writer, null, server => server.Namespaces.UpsertAsync(space, default), leader.Name);
        }
    }

    // As a default read is answered by a server that need not ask the others.
    private static History.Content Leased(ServerAgent server, string key) =>
        server is { IsLeader: true, Raft.HoldsLease: true } ? Contents.OfStandoff(server.State.Snapshot(), key) : throw new IOException("no lease");

    private static async Task<History.Content> ConfirmedAsync(ServerAgent server, string key) =>
        Contents.OfStandoff(await server.State.AtLeastAsync(await server.Raft.ReadIndexAsync(), WriteLimit, default), key);

    private static Task PauseAsync(Caller caller) => caller.PauseAsync(ShortestPause, LongestPause);
}
