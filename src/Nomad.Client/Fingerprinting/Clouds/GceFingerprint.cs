using System.Globalization;
using System.Text.Json;

namespace Nomad.Client.Fingerprinting.Clouds;

/// <summary>Google Compute Engine. Source: "About VM metadata" of the Compute Engine documents.</summary>
public sealed class GceFingerprint(MetadataClient metadata, string address) : CloudFingerprint(metadata, address)
{
    private const string UniquePrefix = "unique.";

    private static readonly (string Name, string Value) Flavour = ("Metadata-Flavor", "Google");

    public override string Name => "env_gce";

    protected override async Task AskAsync(NodeFacts facts, CancellationToken cancellation)
    {
        if (await Metadata.GetAsync($"{Address}/?recursive=true", cancellation, Flavour) is not { Length: > 0 } text || text[0] != '{')
            return;
        using var document = JsonDocument.Parse(text);
        var instance = document.RootElement;
        facts.Set("unique.platform.gce.id", TextOf(instance, "id"));
        facts.Set("unique.platform.gce.hostname", TextOf(instance, "hostname"));
        facts.Set("platform.gce.cpu-platform", TextOf(instance, "cpuPlatform"));
        facts.Set("platform.gce.scheduling.automatic-restart", TextOf(instance, "scheduling", "automaticRestart"));
        facts.Set("platform.gce.scheduling.on-host-maintenance", TextOf(instance, "scheduling", "onHostMaintenance"));
        facts.Set("platform.gce.scheduling.preemptible", TextOf(instance, "scheduling", "preemptible"));
        facts.Set("platform.gce.machine-type", LastPart(TextOf(instance, "machineType")));
        facts.Set("platform.gce.zone", LastPart(TextOf(instance, "zone")));
        AddNetworks(facts, instance);
        AddLabels(facts, instance);
        if (TextOf(instance, "id") is { Length: > 0 } id)
            facts.Links["gce"] = id;
    }

    private static void AddNetworks(NodeFacts facts, JsonElement instance)
    {
        if (!instance.TryGetProperty("networkInterfaces", out var interfaces) || interfaces.ValueKind != JsonValueKind.Array)
            return;
        foreach (var each in interfaces.EnumerateArray())
        {
            var network = LastPart(TextOf(each, "network"));
            facts.Set($"platform.gce.network.{network}", "true");
            facts.Set($"unique.platform.gce.network.{network}.ip", TextOf(each, "ip"));
            if (!each.TryGetProperty("accessConfigs", out var configs) || configs.ValueKind != JsonValueKind.Array)
                continue;
            for (var index = 0; index < configs.GetArrayLength(); index++)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"unique.platform.gce.network.{network}.external-ip.{index}");
                facts.Set(name, TextOf(configs[index], "externalIp"));
            }
        }
    }

    private static void AddLabels(NodeFacts facts, JsonElement instance)
    {
        if (instance.TryGetProperty("tags", out var tags) && tags.ValueKind == JsonValueKind.Array)
        {
            foreach (var tag in tags.EnumerateArray())
                facts.Set(Label("tag", tag.ToString()), "true");
        }
        if (instance.TryGetProperty("attributes", out var attributes) && attributes.ValueKind == JsonValueKind.Object)
        {
            foreach (var attribute in attributes.EnumerateObject())
                facts.Set(Label("attr", attribute.Name), attribute.Value.ToString());
        }
    }

    // A label that says it is unique to this machine stays out of the computed class.
    private static string Label(string kind, string name) => name.StartsWith(UniquePrefix, StringComparison.Ordinal)
        ? $"unique.platform.gce.{kind}.{name[UniquePrefix.Length..]}" : $"platform.gce.{kind}.{name}";

    private static string LastPart(string path) => path[(path.LastIndexOf('/') + 1)..];
}
