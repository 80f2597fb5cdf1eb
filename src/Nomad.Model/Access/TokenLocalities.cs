namespace Nomad.Model.Access;

/// <summary>Whether tokens of a method count in every region.</summary>
public static class TokenLocalities
{
    public const string Local = "local";
    public const string Global = "global";
}
