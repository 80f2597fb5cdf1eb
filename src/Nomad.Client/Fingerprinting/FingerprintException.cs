namespace Nomad.Client.Fingerprinting;

/// <summary>What the operator said must be found was not. The text says what, and which setting asks for it.</summary>
public sealed class FingerprintException(string message) : Exception(message);
