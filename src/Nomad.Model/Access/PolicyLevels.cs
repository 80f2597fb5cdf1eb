namespace Nomad.Model.Access;

/// <summary>Short forms for sets of capabilities.</summary>
public static class PolicyLevels
{
    public const string Deny = "deny";
    public const string Read = "read";
    public const string List = "list";
    public const string Write = "write";
    public const string Scale = "scale";
}
