namespace Nomad.Drivers;

/// <summary>How a task ended.</summary>
/// <param name="ExitCode">128 + signal when a signal ended it.</param>
/// <param name="Signal">0 when none.</param>
/// <param name="Error">Set when the driver could not tell or the driver itself failed; else empty.</param>
public sealed record ExitResult(int ExitCode, int Signal = 0, bool OomKilled = false, string Error = "")
{
    public bool Successful => ExitCode == 0 && Signal == 0 && Error.Length == 0;
}
