namespace Nomad.Model.Access;

/// <summary>What a binding rule grants.</summary>
public static class BindTypes
{
    public const string Role = "role";
    public const string Policy = "policy";
    public const string Management = "management";
}
