namespace Nomad.Model.Requests;

public sealed record CSIVolumeExternalListResponse
{
    public IReadOnlyList<CSIVolumeExternalStub>? Volumes { get; init; }

    public string NextToken { get; init => field = value ?? ""; } = "";

    public ulong Index { get; init; }

    public Duration LastContact { get; init; }

    public bool KnownLeader { get; init; }
}
