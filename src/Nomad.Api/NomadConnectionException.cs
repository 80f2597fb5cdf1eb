namespace Nomad.Api;

/// <summary>No answer came: nobody listens, or the connection broke. The message names the request and the address.</summary>
public sealed class NomadConnectionException(string message, Exception cause) : Exception(message, cause);
