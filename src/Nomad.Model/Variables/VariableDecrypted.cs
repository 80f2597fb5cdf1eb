using System.Text.Json.Serialization;

namespace Nomad.Model.Variables;

/// <summary>A variable with its secret items readable.</summary>
/// <remarks>
/// Path [a-zA-Z0-9-_~/]{1,128}; under nomad/ only jobs, job-templates/&lt;one&gt;, sentinel. Items total ≤65536 bytes.
/// </remarks>
public sealed record VariableDecrypted
{
    public string Namespace { get; init => field = value ?? ""; } = "";

    public string Path { get; init => field = value ?? ""; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public VariableLock? Lock { get; init; }

    public ulong CreateIndex { get; init; }

    public long CreateTime { get; init; }

    public ulong ModifyIndex { get; init; }

    public long ModifyTime { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Items { get; init => field = value is { Count: 0 } ? null : value; }
}
