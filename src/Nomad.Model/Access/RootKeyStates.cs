namespace Nomad.Model.Access;

/// <summary>What a root key is used for.</summary>
public static class RootKeyStates
{
    public const string Active = "active";
    public const string Inactive = "inactive";
    public const string Rekeying = "rekeying";
    public const string Prepublished = "prepublished";
    public const string Deprecated = "deprecated";
}
