namespace Nomad.Rpc.Wire;

/// <summary>The two sides of a session speak no version of the wire in common; the message says which of them is to be upgraded.</summary>
public sealed class WireVersionException(string message) : IOException(message);
