namespace Nomad.Model.Logging;

/// <summary>How much a log line matters, least first.</summary>
public enum LogSeverity
{
    Trace,
    Debug,
    Info,
    Warn,
    Error,
}
