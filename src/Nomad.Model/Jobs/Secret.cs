using System.Text.Json;

namespace Nomad.Model.Jobs;

/// <remarks>
/// Provider: nomad | vault | plugin name. Name regex [a-zA-Z0-9_]{1,128}. Values referenced as ${secret.&lt;name&gt;.&lt;key&gt;}.
/// </remarks>
public sealed record Secret
{
    public string Name { get; init; } = "";

    public string Provider { get; init; } = "";

    public string Path { get; init; } = "";

    public IReadOnlyDictionary<string, JsonElement>? Config { get; init; }

    public IReadOnlyDictionary<string, string>? Env { get; init; }
}
