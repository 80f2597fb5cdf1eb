namespace Nomad.Model.Jobs;

/// <summary>How tasks of a group see the network; a CNI network is <c>cni/</c> and its name.</summary>
public static class NetworkModes
{
    public const string Host = "host";
    public const string Bridge = "bridge";
    public const string None = "none";

    /// <summary>Starts the name of a CNI network.</summary>
    public const string CniPrefix = "cni/";
}
