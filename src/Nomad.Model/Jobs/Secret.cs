using System.Text.Json;

namespace Nomad.Model.Jobs;

/// <remarks>
/// Provider: nomad | vault | plugin name. Name regex [a-zA-Z0-9_]{1,128}. Values referenced as ${secret.&lt;name&gt;.&lt;key&gt;}.
/// </remarks>
public sealed record Secret
{
    public string Name { get; init => field = value ?? ""; } = "";

    public string Provider { get; init => field = value ?? ""; } = "";

    public string Path { get; init => field = value ?? ""; } = "";

    public IReadOnlyDictionary<string, JsonElement>? Config { get; init; }

    public IReadOnlyDictionary<string, string>? Env { get; init; }
}
