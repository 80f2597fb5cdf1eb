namespace Nomad.Agent.Logging;

/// <summary>A place beside the console that log lines go to. Called one line at a time; must not block or throw.</summary>
public interface ILogSink : IDisposable
{
    /// <param name="text">The line as it is printed, text or JSON, without line end.</param>
    void Write(LogLine line, string text);
}
