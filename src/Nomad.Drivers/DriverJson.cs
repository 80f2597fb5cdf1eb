using System.Text.Json.Serialization;
using Nomad.Drivers.Supervision;

namespace Nomad.Drivers;

[JsonSerializable(typeof(TaskHandle))]
[JsonSerializable(typeof(Request))]
[JsonSerializable(typeof(Reply))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
public sealed partial class DriverJson : JsonSerializerContext;
