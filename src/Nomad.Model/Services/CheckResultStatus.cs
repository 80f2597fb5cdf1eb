namespace Nomad.Model.Services;

/// <summary>What a check of a Nomad service found.</summary>
public static class CheckResultStatus
{
    public const string Success = "success";
    public const string Failure = "failure";
    public const string Pending = "pending";
}
