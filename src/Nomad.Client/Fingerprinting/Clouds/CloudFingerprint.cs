using System.Text.Json;

namespace Nomad.Client.Fingerprinting.Clouds;

/// <summary>The common frame of the clouds: ask nothing without an address, and stop after the first question nobody answers.</summary>
public abstract class CloudFingerprint(MetadataClient metadata, string address) : IFingerprint
{
    protected MetadataClient Metadata { get; } = metadata;

    protected string Address { get; } = address.TrimEnd('/');

    public abstract string Name { get; }

    public async ValueTask InspectAsync(NodeFacts facts, CancellationToken cancellation)
    {
        if (Address.Length == 0)
            return;
        try
        {
            await AskAsync(facts, cancellation);
        }
        catch (JsonException problem)
        {
            throw new FormatException($"metadata service at {Address} answered with broken JSON: {problem.Message}", problem);
        }
    }

    protected abstract Task AskAsync(NodeFacts facts, CancellationToken cancellation);

    /// <summary>Copies what a cloud said over what the host said about itself.</summary>
    public static void Merge(NodeFacts cloud, NodeFacts facts)
    {
        foreach (var (name, value) in cloud.Attributes)
            facts.Attributes[name] = value;
        foreach (var (name, value) in cloud.Links)
            facts.Links[name] = value;
    }

    protected static string TextOf(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind == JsonValueKind.Array)
                element = element.GetArrayLength() > 0 ? element[0] : default;
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return "";
        }
        return element.ValueKind switch
        {
            JsonValueKind.String => element.GetString()!,
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
            _ => "",
        };
    }
}
