using System.Buffers;
using System.Text.Json;

namespace Nomad.Agent.Discovery;

/// <summary>One service of this agent as Consul's agent API takes it.</summary>
internal sealed record AdvertisedService
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public required string Address { get; init; }

    public required int Port { get; init; }

    public required AdvertisedCheck Check { get; init; }

    /// <summary>The body of <c>PUT /v1/agent/service/register</c>.</summary>
    public byte[] Body()
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("ID", Id);
            json.WriteString("Name", Name);
            json.WriteStartArray("Tags");
            foreach (var tag in Tags)
                json.WriteStringValue(tag);
            json.WriteEndArray();
            json.WriteString("Address", Address);
            json.WriteNumber("Port", Port);
            json.WriteStartArray("Checks");
            if (Check.Target.Length > 0)
                Check.Write(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }
}

/// <summary>How Consul finds out whether the service works.</summary>
/// <param name="Name">As operators see it.</param>
/// <param name="Target">An URL for HTTP, <c>host:port</c> for TCP, "" for no check.</param>
/// <param name="FailuresBeforeWarning">0 = Consul's default.</param>
/// <param name="FailuresBeforeCritical">0 = Consul's default.</param>
internal sealed record AdvertisedCheck(string Name, string Target, int FailuresBeforeWarning = 0, int FailuresBeforeCritical = 0)
{
    private bool IsHttp => Target.StartsWith("http", StringComparison.Ordinal);

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("Name", Name);
        json.WriteString(IsHttp ? "HTTP" : "TCP", Target);
        json.WriteString("Interval", IsHttp ? "10s" : "15s");
        json.WriteString("Timeout", "3s");
        if (IsHttp && Target.StartsWith("https", StringComparison.Ordinal))
            json.WriteBoolean("TLSSkipVerify", true);
        if (FailuresBeforeWarning > 0)
            json.WriteNumber("FailuresBeforeWarning", FailuresBeforeWarning);
        if (FailuresBeforeCritical > 0)
            json.WriteNumber("FailuresBeforeCritical", FailuresBeforeCritical);
        json.WriteEndObject();
    }
}
