namespace Nomad.Cli.Invocation;

/// <summary>The words of a command line that cannot be understood. The message names the word and the reason.</summary>
public sealed class UsageException(string message) : Exception(message);
