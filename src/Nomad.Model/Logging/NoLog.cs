namespace Nomad.Model.Logging;

/// <summary>Writes nothing.</summary>
public sealed class NoLog : ILog
{
    public static NoLog Instance { get; } = new();

    public string Area => "";

    public bool Enabled(LogSeverity severity) => false;

    public void Write(LogSeverity severity, string area, string message)
    {
    }

    public ILog For(string area) => this;
}
