namespace Nomad.Model.Jobs;

/// <summary>Whether a dispatch brings a payload.</summary>
public static class DispatchPayloadRules
{
    public const string Optional = "optional";
    public const string Required = "required";
    public const string Forbidden = "forbidden";
}
