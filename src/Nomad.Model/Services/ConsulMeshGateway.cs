namespace Nomad.Model.Services;

/// <remarks>
/// Mode none|local|remote|"".
/// </remarks>
public sealed record ConsulMeshGateway
{
    public string Mode { get; init => field = value ?? ""; } = "";
}
