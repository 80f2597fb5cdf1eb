namespace Nomad.Model.Access;

/// <summary>Whether a token is bound to policies.</summary>
public static class AclTokenTypes
{
    public const string Client = "client";
    public const string Management = "management";
}
