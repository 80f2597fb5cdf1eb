namespace Nomad.Model.Access;

/// <summary>How an auth method knows people.</summary>
public static class AuthMethodTypes
{
    public const string OIDC = "OIDC";
    public const string JWT = "JWT";
}
