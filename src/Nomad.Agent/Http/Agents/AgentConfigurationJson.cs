using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Nomad.Configuration;
using Nomad.Configuration.Settings;
using Nomad.Model;

namespace Nomad.Agent.Http.Agents;

/// <summary>
/// The configuration as <c>agent/self</c> shows it: field names of the API, durations as nanoseconds or text as the original has each, and every secret only as
/// there or not there.
/// </summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, Converters = [typeof(SpanConverter), typeof(SecretConverter)])]
[JsonSerializable(typeof(AgentConfiguration))]
internal sealed partial class AgentConfigurationJson : JsonSerializerContext
{
    /// <summary>Durations that are text.</summary>
    private static readonly (string Block, string[] Names)[] Texts =
    [
        ("", ["LogRotateDuration"]),
        ("Client", ["MaxKillTimeout"]),
        ("Limits", ["HTTPSHandshakeTimeout", "RPCHandshakeTimeout"]),
        ("Server", ["CSIPluginGCThreshold", "CSIVolumeClaimGCThreshold", "DeploymentGCThreshold", "EvalGCThreshold", "JobGCInterval", "JobGCThreshold", "NodeGCThreshold"]),
        ("Telemetry", ["CollectionInterval"]),
    ];

    public static JsonObject Of(AgentConfiguration configuration, string version)
    {
        var document = (JsonObject)JsonSerializer.SerializeToNode(configuration, Default.AgentConfiguration)!;
        foreach (var (block, names) in Texts)
        {
            var owner = block.Length == 0 ? document : (JsonObject)document[block]!;
            foreach (var name in names)
                owner[name] = new Duration(owner[name]!.GetValue<long>()).ToString();
        }
        document["Version"] = new JsonObject { ["Version"] = version, ["VersionPrerelease"] = "", ["VersionMetadata"] = "", ["Revision"] = "" };
        return document;
    }

    internal sealed class SpanConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            System.TimeSpan.FromTicks(reader.GetInt64() / System.TimeSpan.NanosecondsPerTick);

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(value.Ticks * System.TimeSpan.NanosecondsPerTick);
    }

    internal sealed class SecretConverter : JsonConverter<Secret>
    {
        public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString());

        public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
