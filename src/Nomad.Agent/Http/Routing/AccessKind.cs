namespace Nomad.Agent.Http.Routing;

/// <summary>The parts of an access policy (spec http-api §3) that a route can ask for.</summary>
public enum AccessKind
{
    Anyone,
    Namespace,
    Node,
    Agent,
    Operator,
    Quota,
    Plugin,
    HostVolume,
    Management,

    /// <summary>Only other agents, over a session; for everybody else the route does not exist.</summary>
    Peer,
}
