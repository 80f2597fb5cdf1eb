namespace Nomad.Model.Logging;

/// <summary>One method a severity.</summary>
public static class LogLines
{
    public static void Trace(this ILog log, string message) => log.Write(LogSeverity.Trace, log.Area, message);

    public static void Debug(this ILog log, string message) => log.Write(LogSeverity.Debug, log.Area, message);

    public static void Info(this ILog log, string message) => log.Write(LogSeverity.Info, log.Area, message);

    public static void Warn(this ILog log, string message) => log.Write(LogSeverity.Warn, log.Area, message);

    public static void Error(this ILog log, string message) => log.Write(LogSeverity.Error, log.Area, message);
}
