namespace Nomad.Simulation.Cluster;

/// <summary>Ways in which a client may be wrong about its store; a test shows that laws are broken by each.</summary>
internal enum ClientFlaw
{
    None,

    /// <summary>It has the driver start a task before its store says so.</summary>
    StartsUnnoted,

    /// <summary>It tells the servers what its store does not hold yet.</summary>
    TellsUnkept,
}
