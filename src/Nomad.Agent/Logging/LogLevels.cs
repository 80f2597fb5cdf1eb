using Nomad.Model.Logging;

namespace Nomad.Agent.Logging;

/// <summary>The names that <c>log_level</c> takes.</summary>
public static class LogLevels
{
    /// <summary>Above every severity: nothing is written.</summary>
    public const LogSeverity Off = (LogSeverity)int.MaxValue;

    /// <summary>An unknown name reads as INFO; the configuration's checks refuse it before.</summary>
    public static LogSeverity Parse(string text) => text.ToUpperInvariant() switch
    {
        "TRACE" => LogSeverity.Trace,
        "DEBUG" => LogSeverity.Debug,
        "WARN" => LogSeverity.Warn,
        "ERROR" => LogSeverity.Error,
        "OFF" => Off,
        _ => LogSeverity.Info,
    };
}
