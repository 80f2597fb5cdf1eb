using System.Text.Json.Serialization;

namespace Nomad.Server.Snapshots;

/// <summary>What <c>meta.json</c> of a snapshot archive says about the state beside it.</summary>
public sealed record SnapshotHeader
{
    public int Version { get; init; } = 1;

    /// <summary><c>TERM-INDEX-UNIX MILLISECONDS</c>.</summary>
    public string ID { get; init; } = "";

    public ulong Index { get; init; }

    public ulong Term { get; init; }

    /// <summary>Bytes of the state.</summary>
    public long Size { get; init; }

    /// <summary>When it was taken, from the archive; not part of the document.</summary>
    [JsonIgnore]
    public DateTimeOffset Created { get; init; }
}

/// <summary>JSON forms of this folder.</summary>
[JsonSerializable(typeof(SnapshotHeader))]
internal sealed partial class SnapshotJson : JsonSerializerContext;
