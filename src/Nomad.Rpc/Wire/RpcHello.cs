using System.Text.Json.Serialization;

namespace Nomad.Rpc.Wire;

/// <summary>What the two sides of a session tell each other first.</summary>
public sealed record RpcHello
{
    /// <summary>Version of the wire. A side speaks the smaller of both; fields may be added without a new version.</summary>
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    /// <summary><c>server</c> or <c>client</c>.</summary>
    public string Role { get; init; } = "";

    public string Region { get; init; } = "";

    /// <summary>Name of a server, id of a client's node.</summary>
    public string Id { get; init; } = "";

    /// <summary>A client's proof that it is the node; checked before the node is reached over this session.</summary>
    public string Secret { get; init; } = "";

    // Secrets never print.
    public override string ToString() => $"{Role} {Id} ({Region}, version {Version})";
}

[JsonSerializable(typeof(RpcHello))]
internal sealed partial class WireJson : JsonSerializerContext;
