namespace Nomad.Cli.Invocation;

/// <summary>A name on the command line and the command behind it.</summary>
/// <param name="Name">The words typed, e.g. <c>node status</c> or <c>node-status</c>.</param>
/// <param name="Make">Makes the command; only the one that runs is ever made.</param>
public sealed record CommandEntry(string Name, Func<Command> Make)
{
    /// <summary>Works, but is not listed: old names.</summary>
    public bool Hidden { get; init; }

    /// <summary>For names that were replaced: the new one, named in a warning.</summary>
    public string? ReplacedBy { get; init; }
}
