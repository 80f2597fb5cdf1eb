namespace Nomad.Model.Access;

/// <summary>Rights on a path of variables.</summary>
public static class VariableCapabilityNames
{
    public const string List = "list";
    public const string Read = "read";
    public const string Write = "write";
    public const string Destroy = "destroy";
    public const string Deny = "deny";
}
