namespace Nomad.Model.Access;

/// <summary>Rights on admission policies.</summary>
public static class SentinelCapabilityNames
{
    public const string SentinelRead = "sentinel-read";
    public const string SentinelSubmit = "sentinel-submit";
    public const string SentinelDelete = "sentinel-delete";
    public const string Deny = "deny";
}
