using System.Text.Json.Serialization;

namespace Nomad.Rpc.Wire;

/// <summary>What the two sides of a session tell each other first.</summary>
public sealed record RpcHello
{
    /// <summary>Version of the wire. A side speaks the smaller of both; fields may be added without a new version.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The oldest version that is spoken; it rises when agents that know no newer one are not to be met any more.</summary>
    public const int OldestVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    /// <summary>The oldest version that this side still speaks.</summary>
    public int Oldest { get; init; } = OldestVersion;

    /// <summary><c>server</c> or <c>client</c>.</summary>
    public string Role { get; init; } = "";

    public string Region { get; init; } = "";

    /// <summary>Name of a server, id of a client's node.</summary>
    public string Id { get; init; } = "";

    /// <summary>A client's proof that it is the node; checked before the node is reached over this session.</summary>
    public string Secret { get; init; } = "";

    /// <summary>Why two sides have no version in common; null when they have one.</summary>
    public string? Discord(RpcHello peer) =>
        peer.Version < Oldest ? $"{peer.Role} {peer.Id} speaks version {peer.Version} of the wire, {Oldest} to {Version} are understood: upgrade that agent"
        : peer.Oldest > Version ? $"{peer.Role} {peer.Id} speaks versions {peer.Oldest} to {peer.Version} of the wire, {Oldest} to {Version} are understood: upgrade this agent"
        : null;

    // Secrets never print.
    public override string ToString() => $"{Role} {Id} ({Region}, version {Version})";
}

[JsonSerializable(typeof(RpcHello))]
internal sealed partial class WireJson : JsonSerializerContext;
