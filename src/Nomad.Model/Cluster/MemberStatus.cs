namespace Nomad.Model.Cluster;

/// <summary>How gossip sees a server.</summary>
public static class MemberStatus
{
    public const string Alive = "alive";
    public const string Leaving = "leaving";
    public const string Left = "left";
    public const string Failed = "failed";
}
