namespace Nomad.Model.Access;

/// <remarks>
/// Input may give ID or Name.
/// </remarks>
public sealed record ACLTokenRoleLink
{
    public string ID { get; init; } = "";

    public string Name { get; init; } = "";
}
