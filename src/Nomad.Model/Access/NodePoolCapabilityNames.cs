namespace Nomad.Model.Access;

/// <summary>Rights on a node pool.</summary>
public static class NodePoolCapabilityNames
{
    public const string Read = "read";
    public const string Write = "write";
    public const string Delete = "delete";
    public const string Deny = "deny";
}
