using System.Text.Json.Serialization;

namespace Nomad.Drivers;

[JsonSerializable(typeof(TaskHandle))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
public sealed partial class DriverJson : JsonSerializerContext;
