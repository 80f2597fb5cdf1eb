namespace Nomad.Model.Nodes;

/// <summary>How the last drain of a node is going or ended.</summary>
public static class DrainStatus
{
    public const string Draining = "draining";
    public const string Complete = "complete";
    public const string Canceled = "canceled";
}
