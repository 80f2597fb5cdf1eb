namespace Nomad.Model.Requests;

public sealed record CSIVolumeExternalListResponse
{
    public IReadOnlyList<CSIVolumeExternalStub>? Volumes { get; init; }

    public string NextToken { get; init; } = "";
}
