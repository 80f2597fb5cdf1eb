using Nomad.Model.Volumes;

namespace Nomad.Model.Requests;

public sealed record CSIVolumeCreateResponse
{
    public IReadOnlyList<CSIVolume>? Volumes { get; init; }

    public string Warnings { get; init => field = value ?? ""; } = "";

    public ulong Index { get; init; }

    public Duration LastContact { get; init; }

    public bool KnownLeader { get; init; }

    public string NextToken { get; init => field = value ?? ""; } = "";
}
