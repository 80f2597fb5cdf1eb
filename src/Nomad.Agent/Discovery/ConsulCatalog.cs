using System.Text.Json;
using Nomad.Agent.Peers;
using Nomad.Client.Fingerprinting.Integrations;

namespace Nomad.Agent.Discovery;

/// <summary>The servers that Consul's catalog knows. Any thread.</summary>
/// <param name="access">The Consul agent to ask.</param>
/// <param name="service">Name under which servers are listed (<c>consul.server_service_name</c>).</param>
internal sealed class ConsulCatalog(IntegrationAccess access, string service)
{
    /// <summary>The nearest datacenters are asked; Consul lists them by distance.</summary>
    private const int MaxDatacenters = 25;

    /// <summary>Servers of one datacenter; nobody has more, and a wrong service name may lead to thousands.</summary>
    private const int MaxServers = 256;

    /// <summary><c>host:port</c> of every server with this tag (<c>rpc</c>, <c>serf</c>), those of near datacenters first.</summary>
    /// <exception cref="IntegrationException">Consul does not answer, or not as Consul does.</exception>
    public async Task<IReadOnlyList<string>> FindAsync(string tag, CancellationToken cancel)
    {
        // A client for each search: the next one sees certificates that were put in place meanwhile.
        using var client = new IntegrationClient(access);
        var datacenters = await client.GetAsync("v1/catalog/datacenters", cancel);
        if (datacenters.ValueKind != JsonValueKind.Array)
            throw new IntegrationException($"{client.Address}v1/catalog/datacenters: expected a list of names");
        List<string> found = [];
        foreach (var name in datacenters.EnumerateArray().Take(MaxDatacenters).Where(name => name.ValueKind == JsonValueKind.String))
        {
            var path = $"v1/catalog/service/{Uri.EscapeDataString(service)}?tag={tag}&near=_agent&stale=&dc={Uri.EscapeDataString(name.GetString()!)}";
            found.AddRange(Read(await client.GetAsync(path, cancel)));
        }
        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Addresses in an answer of <c>/v1/catalog/service/NAME</c>; the service's own address before its node's. Pure.</summary>
    public static IReadOnlyList<string> Read(JsonElement answer) => answer.ValueKind != JsonValueKind.Array ? []
        : [.. answer.EnumerateArray().Take(MaxServers).Select(AddressOf).OfType<string>()];

    private static string? AddressOf(JsonElement row)
    {
        if (row.ValueKind != JsonValueKind.Object || !row.TryGetProperty("ServicePort", out var port) || !port.TryGetInt32(out var number) || number is < 1 or > 65535)
            return null;
        var host = Text(row, "ServiceAddress") is { Length: > 0 } own ? own : Text(row, "Address");
        return host.Length == 0 ? null : PeerAddress.Join(host, number);
    }

    private static string Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
