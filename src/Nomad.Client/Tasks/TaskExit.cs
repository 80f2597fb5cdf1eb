namespace Nomad.Client.Tasks;

/// <summary>How one run of a task ended.</summary>
public sealed record TaskExit
{
    public int ExitCode { get; init; }

    public int Signal { get; init; }

    /// <summary>Set when it never ran or the driver lost it.</summary>
    public string Error { get; init; } = "";

    /// <summary>The task was never started.</summary>
    public bool StartFailed { get; init; }

    /// <summary>Whether a later try may succeed.</summary>
    public bool Recoverable { get; init; } = true;

    public bool OutOfMemory { get; init; }

    /// <summary>It was stopped to go on later: neither a failure nor an end.</summary>
    public bool Paused { get; init; }

    public bool Successful => ExitCode == 0 && Signal == 0 && Error.Length == 0 && !StartFailed;
}
