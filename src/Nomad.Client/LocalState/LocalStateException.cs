namespace Nomad.Client.LocalState;

/// <summary>The client's own records cannot be read. The text says which file and what to do.</summary>
public sealed class LocalStateException(string message, Exception? inner = null) : Exception(message, inner);
