using Nomad.Agent.Logging;
using Nomad.Configuration;
using Nomad.Model.Logging;

namespace Nomad.Agent.Composition;

/// <summary>Log file and syslog from the configuration.</summary>
internal static class LogSinks
{
    /// <summary>The keys that decide here.</summary>
    public static bool Decides(string key) => key is "enable_syslog" or "syslog_facility" || key.StartsWith("log_file", StringComparison.Ordinal)
        || key.StartsWith("log_rotate_", StringComparison.Ordinal);

    /// <summary>Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when one cannot be had.</summary>
    public static IReadOnlyList<ILogSink> Open(AgentConfiguration configuration, AgentConsole console, TimeProvider time)
    {
        // Not through the log itself: that would come back here.
        void Complain(string text) => console.Line("    " + new LogLine(time.GetUtcNow(), LogSeverity.Warn, "agent", text));
        List<ILogSink> sinks = [];
        if (configuration.EnableSyslog && LogLevels.Parse(configuration.LogLevel) != LogLevels.Off)
            sinks.Add(new Syslog(configuration.SyslogFacility, time, Complain));
        if (configuration.LogFile.Length > 0)
        {
            sinks.Add(new LogFile(new LogFileOptions(configuration.LogFile, configuration.LogRotateDuration > TimeSpan.Zero ? configuration.LogRotateDuration : TimeSpan.MaxValue,
                configuration.LogRotateBytes, configuration.LogRotateMaxFiles), time, Complain));
        }
        return sinks;
    }
}
