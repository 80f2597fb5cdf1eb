namespace Nomad.Cli.Invocation;

/// <summary>A command cannot do what was asked; the message goes to standard error, the code to the shell.</summary>
public sealed class CommandFailure(string message, int exitCode = 1) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>The words typed were the problem: a hint at the command's help follows.</summary>
    public bool IsUsage { get; private init; }

    public static CommandFailure Usage(string message) => new(message) { IsUsage = true };
}
