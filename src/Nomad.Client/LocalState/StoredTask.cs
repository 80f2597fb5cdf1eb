using System.Text.Json.Serialization;

namespace Nomad.Client.LocalState;

/// <summary>What the client remembers of one task beyond its public state.</summary>
public sealed record StoredTask
{
    /// <summary>The driver's handle of the running task as JSON, opaque to the client; empty when it does not run.</summary>
    public string Handle { get; init; } = "";

    /// <summary>Id under which the driver was last asked to start the task, while <see cref="Handle"/> does not say yet that it did; else empty.</summary>
    public string Starting { get; init; } = "";

    /// <summary>Hooks that are done and need not run again after a restart of the agent or of the task.</summary>
    public IReadOnlyList<string>? DoneHooks { get; init; }

    /// <summary>The task has run to its end; it must not start again when the agent does.</summary>
    public bool RunComplete { get; init; }

    /// <summary>What people ordered, `pause` or `run`; empty when the task goes by its schedule.</summary>
    public string ScheduleState { get; init; } = "";
}

[JsonSerializable(typeof(StoredTask))]
[JsonSerializable(typeof(Dictionary<string, string?>), TypeInfoPropertyName = "Texts")]
internal sealed partial class LocalStateJson : JsonSerializerContext;
