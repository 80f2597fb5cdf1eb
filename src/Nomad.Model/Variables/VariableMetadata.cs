using System.Text.Json.Serialization;

namespace Nomad.Model.Variables;

/// <remarks>
/// CreateTime/ModifyTime ns.
/// </remarks>
public sealed record VariableMetadata
{
    public string Namespace { get; init => field = value ?? ""; } = "";

    public string Path { get; init => field = value ?? ""; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public VariableLock? Lock { get; init; }

    public ulong CreateIndex { get; init; }

    public long CreateTime { get; init; }

    public ulong ModifyIndex { get; init; }

    public long ModifyTime { get; init; }
}
