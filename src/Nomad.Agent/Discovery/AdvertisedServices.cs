using System.Net;
using Nomad.Agent.Peers;
using Nomad.Configuration;

namespace Nomad.Agent.Discovery;

/// <summary>The services that an agent's configuration says Consul should list: three of a server, one of a client. Pure.</summary>
internal static class AdvertisedServices
{
    /// <param name="of">The configuration, with its addresses worked out.</param>
    /// <param name="instance">Tells this agent's services from those of others on the machine.</param>
    public static IReadOnlyList<AdvertisedService> Of(AgentConfiguration of, string instance)
    {
        var (block, bound, told) = (of.Consul, of.NormalizedAddrs, of.AdvertiseAddrs);
        AdvertisedService One(string name, string role, string tag, string advertised, Func<string, AdvertisedCheck> check, string bind)
        {
            var (host, port) = PeerAddress.Split(advertised);
            return new AdvertisedService
            {
                Id = $"_nomad-{role}-{instance}-{tag}", Name = name, Tags = [tag, .. block.Tags], Address = host, Port = port,
                Check = check(block.ChecksUseAdvertise || IsAnywhere(bind) ? advertised : bind),
            };
        }
        AdvertisedCheck ServerCheck(string name, string target) => new(name, target, block.ServerFailuresBeforeWarning, block.ServerFailuresBeforeCritical);
        string Health(string address, string role) => of.TLSConfig.VerifyHTTPSClient && of.TLSConfig.EnableHTTP ? "" // Consul has no certificate of ours
            : $"{(of.TLSConfig.EnableHTTP ? "https" : "http")}://{address}/v1/agent/health?type={role}";
        List<AdvertisedService> services = [];
        if (of.Server.Enabled)
        {
            services.Add(One(block.ServerServiceName, "server", "http", told.HTTP, at => ServerCheck(block.ServerHTTPCheckName, Health(at, "server")), bound.HTTP[0]));
            services.Add(One(block.ServerServiceName, "server", "rpc", told.RPC, at => ServerCheck(block.ServerRPCCheckName, at), bound.RPC));
            services.Add(One(block.ServerServiceName, "server", "serf", told.Serf, at => ServerCheck(block.ServerSerfCheckName, at), bound.Serf));
        }
        if (of.Client.Enabled)
        {
            services.Add(One(block.ClientServiceName, "client", "http", told.HTTP,
                at => new AdvertisedCheck(block.ClientHTTPCheckName, Health(at, "client"), block.ClientFailuresBeforeWarning, block.ClientFailuresBeforeCritical), bound.HTTP[0]));
        }
        return services;
    }

    private static bool IsAnywhere(string address) =>
        IPEndPoint.TryParse(address, out var end) && (end.Address.Equals(IPAddress.Any) || end.Address.Equals(IPAddress.IPv6Any));
}
