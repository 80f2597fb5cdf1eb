using System.Text.Json;

namespace Nomad.Drivers;

/// <summary>Remembers a running task across agents. Small; store it as it is (<see cref="DriverJson"/>).</summary>
/// <param name="Version">Of the form of <paramref name="State"/>; a driver refuses a greater one than it knows.</param>
/// <param name="State">The driver's own text.</param>
public sealed record TaskHandle(string Driver, string TaskId, int Version, string State)
{
    public string ToJson() => JsonSerializer.Serialize(this, DriverJson.Default.TaskHandle);

    /// <summary>Throws <see cref="JsonException"/> when the text is not a handle.</summary>
    public static TaskHandle FromJson(string json) => JsonSerializer.Deserialize(json, DriverJson.Default.TaskHandle)
        ?? throw new JsonException("a task handle must be a JSON object, not null");
}
