namespace Nomad.Agent.Http.Routing;

/// <summary>
/// What a caller must be allowed to do before a route runs. Every <see cref="Route"/> names one, so a route without a
/// decision about access does not compile.
/// </summary>
/// <param name="Kind">Which part of an access policy decides.</param>
/// <param name="Capability">The capability within that part; several are joined by <c>|</c> (any) or <c>&amp;</c> (all).</param>
public sealed record Access(AccessKind Kind, string Capability = "")
{
    /// <summary>Open to anonymous callers.</summary>
    public static Access Anyone { get; } = new(AccessKind.Anyone);

    /// <summary>Needs a management token.</summary>
    public static Access Management { get; } = new(AccessKind.Management);

    /// <summary>For other agents only.</summary>
    public static Access Peer { get; } = new(AccessKind.Peer);

    /// <summary>Needs a capability in the request's (or the object's) namespace.</summary>
    public static Access Namespace(string capability) => new(AccessKind.Namespace, capability);

    /// <summary>Needs <c>read</c>, <c>write</c> or <c>list</c> on a coarse policy area.</summary>
    public static Access To(AccessKind kind, string capability) => new(kind, capability);
}
