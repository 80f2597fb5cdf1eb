namespace Nomad.Model.Access;

public sealed record ACLRolePolicyLink
{
    public string Name { get; init => field = value ?? ""; } = "";
}
