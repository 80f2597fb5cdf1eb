namespace Nomad.Model.Access;

/// <remarks>
/// Input may give ID or Name.
/// </remarks>
public sealed record ACLTokenRoleLink
{
    public string ID { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";
}
