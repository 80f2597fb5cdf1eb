using System.Text.Json;

namespace Nomad.Model.Services;

public sealed record ConsulProxy
{
    public string LocalServiceAddress { get; init => field = value ?? ""; } = "";

    public int LocalServicePort { get; init; }

    public IReadOnlyList<ConsulUpstream>? Upstreams { get; init; }

    public ConsulExposeConfig? Expose { get; init; }

    public ConsulTransparentProxy? TransparentProxy { get; init; }

    public IReadOnlyDictionary<string, JsonElement>? Config { get; init; }
}
