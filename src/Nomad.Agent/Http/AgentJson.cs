using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Nomad.Agent.Http;

/// <summary>JSON forms of answers that are put together here rather than in the model.</summary>
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(JsonArray))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(Nomad.Model.Stats.MetricsSummary))]
internal sealed partial class AgentJson : JsonSerializerContext;
