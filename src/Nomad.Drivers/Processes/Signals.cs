using System.Globalization;

namespace Nomad.Drivers.Processes;

/// <summary>Signals of Linux by name.</summary>
public static class Signals
{
    public const int Interrupt = 2, Kill = 9, Terminate = 15;

    private static readonly string[] Names =
    [
        "", "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1", "SIGSEGV",
        "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGTERM", "SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU",
        "SIGURG", "SIGXCPU", "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO", "SIGPWR", "SIGSYS",
    ];

    /// <summary>Reads <c>SIGHUP</c>, <c>hup</c> or <c>1</c>; throws <see cref="DriverException"/>.</summary>
    public static int Parse(string name)
    {
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number < Names.Length)
            return number;
        var full = name.StartsWith("SIG", StringComparison.OrdinalIgnoreCase) ? name : $"SIG{name}";
        var index = Array.FindIndex(Names, known => known.Equals(full, StringComparison.OrdinalIgnoreCase));
        return index > 0 ? index : throw new DriverException($"failed to parse signal: Signal {name} is not supported");
    }
}
