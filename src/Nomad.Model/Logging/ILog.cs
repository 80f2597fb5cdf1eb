namespace Nomad.Model.Logging;

/// <summary>Where lines for operators go. Implementations are safe for any number of threads and never throw.</summary>
public interface ILog
{
    /// <summary>The part of the agent that an instance writes for, e.g. <c>client.fingerprint_mgr</c>.</summary>
    string Area { get; }

    /// <summary>Whether a line of this severity would reach anyone: ask before building an expensive message.</summary>
    bool Enabled(LogSeverity severity);

    void Write(LogSeverity severity, string area, string message);

    /// <summary>The same log for another part of the agent.</summary>
    ILog For(string area);
}
