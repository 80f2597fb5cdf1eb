using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Nomad.Client.Fingerprinting.Integrations;

/// <summary>What a Consul agent tells of itself (<c>/v1/agent/self</c>) as attributes of the node. Pure.</summary>
public static class ConsulFacts
{
    public const string Path = "v1/agent/self";

    // From this version on the port for gRPC over TLS is another.
    private static readonly Version SeparateTlsPort = new(1, 14);

    /// <param name="self">The answer; what it lacks is left out.</param>
    /// <param name="cluster">Name of the consul block.</param>
    /// <param name="secure">Whether it was asked over https.</param>
    public static NodeFacts Read(JsonElement self, string cluster, bool secure)
    {
        var facts = new NodeFacts();
        var isDefault = cluster == IntegrationAccess.DefaultCluster;
        void Set(string name, string? value) => facts.Set(isDefault ? $"consul.{name}" : $"consul.{cluster}.{name}", value);
        var version = Text(self, "Config", "Version");
        var enterprise = version?.Contains("ent", StringComparison.Ordinal) == true;
        Set("server", Text(self, "Config", "Server"));
        Set("version", version);
        Set("sku", version is null ? null : enterprise ? "ent" : "oss");
        Set("revision", Text(self, "Config", "Revision"));
        Set("datacenter", Text(self, "Config", "Datacenter"));
        Set("segment", Text(self, "Member", "Tags", "segment"));
        Set("connect", Text(self, "DebugConfig", "ConnectEnabled"));
        Set("grpc", Text(self, "DebugConfig", secure && HasSeparateTlsPort(version) ? "GRPCTLSPort" : "GRPCPort"));
        Set("ft.namespaces", Text(self, "Stats", "license", "features")?.Contains("Namespaces", StringComparison.Ordinal) == true ? "true" : "false");
        Set("partition", enterprise ? Text(self, "Config", "Partition") ?? "default" : null);
        Set("dns.port", Text(self, "DebugConfig", "DNSPort"));
        facts.Set(isDefault ? "unique.consul.dns.addr" : $"unique.consul.{cluster}.dns.addr", DnsAddress(self));
        if (!isDefault)
            return facts;
        var name = Text(self, "Config", "NodeName");
        facts.Set("unique.consul.name", name);
        if (name is not null && Text(self, "Config", "Datacenter") is { } datacenter)
            facts.Links["consul"] = $"{datacenter}.{name}";
        return facts;
    }

    private static bool HasSeparateTlsPort(string? version) =>
        Version.TryParse(version?.Split('-', '+')[0], out var parsed) && parsed >= SeparateTlsPort;

    // An address that a task in a network of its own can reach: loopback is not one.
    private static string? DnsAddress(JsonElement self)
    {
        if (Find(self, "DebugConfig", "DNSAddrs") is not { ValueKind: JsonValueKind.Array } addresses)
            return null;
        foreach (var item in addresses.EnumerateArray())
        {
            var text = item.ValueKind == JsonValueKind.String ? item.GetString()! : "";
            text = text[(text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0)..];
            if (!IPEndPoint.TryParse(text, out var end))
                continue;
            if (end.Address.Equals(IPAddress.Any) || end.Address.Equals(IPAddress.IPv6Any))
                return OwnAddress();
            if (!IPAddress.IsLoopback(end.Address))
                return end.Address.ToString();
        }
        return null;
    }

    private static string? OwnAddress() => System.Net.NetworkInformation.NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(card => card.GetIPProperties().UnicastAddresses).Select(address => address.Address)
        .FirstOrDefault(address => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork && !IPAddress.IsLoopback(address))?.ToString();

    private static string? Text(JsonElement from, params string[] path) => Find(from, path) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.True } => "true",
        { ValueKind: JsonValueKind.False } => "false",
        { ValueKind: JsonValueKind.Number } number => number.GetDouble().ToString("0", CultureInfo.InvariantCulture),
        _ => null,
    };

    private static JsonElement? Find(JsonElement from, params string[] path)
    {
        foreach (var name in path)
        {
            if (from.ValueKind != JsonValueKind.Object || !from.TryGetProperty(name, out from))
                return null;
        }
        return from;
    }
}
