using Nomad.Simulation.World;

namespace Nomad.Simulation.Cluster;

/// <summary>What goes wrong with clients alone: they are cut off from all servers and come back, and their clocks are set and run wrong.</summary>
internal sealed class ClientFaults(Datacenter site)
{
    /// <summary>As for servers, and much worse: nothing depends on it that clients keep time.</summary>
    private const double MostDrift = 0.1;

    private readonly Universe world = site.World;
    private readonly HashSet<string> away = new(StringComparer.Ordinal);

    public void Start() => world.After(world.Between(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(6)), Next);

    /// <summary>Clocks are right again; the network heals with the rest.</summary>
    public void Heal()
    {
        foreach (var client in site.Clients)
        {
            client.SetClock(TimeSpan.Zero);
            client.SetClockRate(1);
        }
    }

    private void Next()
    {
        if (!site.Unrest)
            return;
        var client = world.Pick(site.Clients);
        switch (world.Random.Next(8))
        {
            case 0:
                client.SetClock(client.ClockOffset == TimeSpan.Zero ? world.Between(TimeSpan.FromSeconds(-120), TimeSpan.FromSeconds(120)) : TimeSpan.Zero);
                world.Note($"clock of {client.Name} is off by {client.ClockOffset.TotalSeconds:0.0} s");
                break;
            case 1:
                client.SetClockRate(1 + (2 * world.Random.NextDouble() - 1) * MostDrift);
                world.Note($"clock of {client.Name} runs at {client.ClockRate:0.000}");
                break;
            default:
                CutOff(client.Name);
                break;
        }
        world.After(world.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4)), Next);
    }

    // For longer than a heartbeat may be missed, most of the time.
    private void CutOff(string client)
    {
        if (!away.Add(client))
            return;
        world.Note($"{client} is cut off");
        foreach (var server in site.Servers)
            Link(site.Network.Cut, server.Name);
        world.After(world.Between(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(18)), () =>
        {
            away.Remove(client);
            world.Note($"{client} is back");
            foreach (var server in site.Servers)
                Link(site.Network.Mend, server.Name);
        });

        void Link(Action<string, string> change, string server)
        {
            change(client, server);
            change(server, client);
        }
    }
}
