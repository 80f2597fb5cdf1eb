using Nomad.Agent.Discovery;
using Nomad.Client.Fingerprinting.Integrations;
using Nomad.Configuration;
using Nomad.Model.Logging;
using Nomad.Server;

namespace Nomad.Agent.Composition;

/// <summary>What this agent does with the catalog of the Consul in its configuration: finds servers, and lets itself be found.</summary>
internal sealed class ConsulPieces(AgentConfiguration configuration, PeerPieces peers, (ILog Log, TimeProvider Time) ports)
{
    private readonly IntegrationAccess access = IntegrationOptions.OwnConsul(configuration);

    // A client looks for Consul all the time and says so itself.
    private readonly ConsulVoice voice = new(ports.Log.For("agent.consul"), quiet: configuration.Client.Enabled);

    private ConsulCatalog Catalog => new(access, configuration.Consul.ServerServiceName);

    /// <summary>Null when the configuration does not want it, or this server needs nobody.</summary>
    public IAsyncDisposable? JoinServers(ServerAgent server, ServerMembership membership)
    {
        var expect = server.Options.BootstrapExpect;
        if (!configuration.Consul.ServerAutoJoin || configuration.DevMode || expect == 1)
            return null;
        var settings = configuration.Server;
        var told = settings.StartJoin.Count + settings.RetryJoin.Count + (settings.ServerJoin is { } join ? join.StartJoin.Count + join.RetryJoin.Count : 0) > 0;
        return new ConsulServerJoin(Catalog, (() => server.LeaderAddress is not { Length: > 0 }, membership.JoinAsync), delay: told, voice, ports.Time);
    }

    /// <summary>Null when the configuration does not want it.</summary>
    public ServerSearch? SearchServers() => !configuration.Consul.ClientAutoJoin || configuration.DevMode ? null : new ServerSearch(FindServersAsync, ports.Time);

    /// <summary>Null when the configuration does not want it.</summary>
    public IAsyncDisposable? Advertise() => !configuration.Consul.AutoAdvertise ? null
        : new ConsulAdvertisement(access, AdvertisedServices.Of(configuration, $"{configuration.NodeName}.{configuration.Region}"), voice, ports.Time);

    // The catalog holds servers of all regions; each of them knows those of this one.
    private async Task<IReadOnlyList<string>> FindServersAsync(CancellationToken cancel)
    {
        try
        {
            var listed = await Catalog.FindAsync("rpc", cancel);
            voice.Answered();
            foreach (var address in listed)
            {
                if (await peers.PeersOfAsync(address, configuration.Region, cancel) is not { Count: > 0 } servers)
                    continue;
                voice.Log.Info($"found servers in the consul catalog: servers={string.Join(",", servers)}");
                return servers;
            }
        }
        catch (IntegrationException problem)
        {
            voice.Missing("find servers", problem);
        }
        return [];
    }
}
