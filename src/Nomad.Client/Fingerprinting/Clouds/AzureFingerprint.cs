using System.Text.Json;

namespace Nomad.Client.Fingerprinting.Clouds;

/// <summary>Azure. Source: "Azure Instance Metadata Service", api-version 2019-06-04.</summary>
public sealed class AzureFingerprint(MetadataClient metadata, string address) : CloudFingerprint(metadata, address)
{
    private const string Version = "2019-06-04";

    public override string Name => "env_azure";

    protected override async Task AskAsync(NodeFacts facts, CancellationToken cancellation)
    {
        if (await Metadata.GetAsync($"{Address}/?api-version={Version}&format=json", cancellation, ("Metadata", "true")) is not { Length: > 0 } text
            || text[0] != '{')
            return;
        using var document = JsonDocument.Parse(text);
        if (!document.RootElement.TryGetProperty("compute", out var compute))
            return;
        facts.Set("unique.platform.azure.id", TextOf(compute, "vmId"));
        facts.Set("unique.platform.azure.name", TextOf(compute, "name"));
        facts.Set("platform.azure.location", TextOf(compute, "location"));
        facts.Set("platform.azure.resource-group", TextOf(compute, "resourceGroupName"));
        facts.Set("platform.azure.scale-set", TextOf(compute, "vmScaleSetName"));
        facts.Set("platform.azure.vm-size", TextOf(compute, "vmSize"));
        facts.Set("platform.azure.zone", TextOf(compute, "zone"));
        foreach (var tag in TextOf(compute, "tags").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = tag.IndexOf(':');
            facts.Set($"platform.azure.tag.{(colon < 0 ? tag : tag[..colon])}", colon < 0 ? "" : tag[(colon + 1)..]);
        }
        AddNetwork(facts, document.RootElement);
        if (TextOf(compute, "vmId") is { Length: > 0 } id)
            facts.Links["azure"] = id;
    }

    private static void AddNetwork(NodeFacts facts, JsonElement root)
    {
        if (!root.TryGetProperty("network", out var network) || !network.TryGetProperty("interface", out var interfaces)
            || interfaces.ValueKind != JsonValueKind.Array || interfaces.GetArrayLength() == 0)
            return;
        var first = interfaces[0];
        facts.Set("unique.platform.azure.mac", TextOf(first, "macAddress"));
        foreach (var family in (ReadOnlySpan<string>)["ipv4", "ipv6"])
        {
            if (!first.TryGetProperty(family, out var addresses))
                continue;
            facts.Set($"unique.platform.azure.local-{family}", TextOf(addresses, "ipAddress", "privateIpAddress"));
            facts.Set($"unique.platform.azure.public-{family}", TextOf(addresses, "ipAddress", "publicIpAddress"));
        }
    }
}
