using Nomad.Server.State;
using Nomad.Simulation.Checks;
using Nomad.Simulation.Cluster;

namespace Nomad.Simulation.Workload;

/// <summary>
/// An operator who keeps the state of the moment and puts it in force again some seconds later, when much has been written since. Most of the time the
/// leader has trouble in the midst of it: what was acknowledged since is gone on all servers or on none.
/// </summary>
internal sealed class Restorer(Datacenter site, History history, Faults faults)
{
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan LongestWay = TimeSpan.FromMilliseconds(250);

    private readonly Caller caller = new(site, "o1", 341, CallLimit);

    public void Start()
    {
        caller.Start();
        caller.Post(() => _ = WorkAsync());
    }

    private async Task WorkAsync()
    {
        while (site.Unrest)
        {
            await caller.PauseAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(6));
            var (state, saved) = ((StateSnapshot?)null, new MemoryStream());
            await caller.TryAsync("save the state", server =>
            {
                StateStore.Save(state = server.State.Snapshot(), saved);
                return Task.FromResult(true);
            });
            await caller.PauseAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
            if (state is null || !site.Unrest)
                continue;
            if (site.Leader is { } leader && site.World.Chance(0.7))
                site.World.After(site.World.Between(TimeSpan.Zero, LongestWay), () => faults.Strike(leader));
            await history.ReplaceAsync(key => Contents.Of(state, site, key), caller, $"restore the state of {state.Index}",
                server => RestoreAsync(server, new MemoryStream(saved.ToArray(), writable: false)));
        }
    }

    private static async Task<bool> RestoreAsync(Nomad.Server.ServerAgent server, Stream content)
    {
        await server.ReplaceStateAsync(content, default);
        return true;
    }
}
