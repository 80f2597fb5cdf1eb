namespace Nomad.Drivers;

/// <summary>How a task ended.</summary>
/// <param name="ExitCode">128 + signal when a signal ended it.</param>
/// <param name="Signal">0 when none.</param>
/// <param name="Error">Set when the driver could not tell or the driver itself failed; else empty.</param>
public sealed record ExitResult(int ExitCode, int Signal = 0, bool OomKilled = false, string Error = "")
{
    /// <summary>Of a process, from its wait status.</summary>
    internal static ExitResult OfStatus(int status)
    {
        var signal = status & 0x7f;
        return new ExitResult(signal == 0 ? (status >> 8) & 0xff : 128 + signal, signal);
    }

    public bool Successful => ExitCode == 0 && Signal == 0 && Error.Length == 0;
}
