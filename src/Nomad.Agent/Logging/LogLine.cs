using System.Globalization;
using System.Text;
using System.Text.Json;
using Nomad.Model.Json;
using Nomad.Model.Logging;

namespace Nomad.Agent.Logging;

/// <summary>One line of the log.</summary>
public readonly record struct LogLine(DateTimeOffset Time, LogSeverity Severity, string Area, string Message)
{
    /// <summary>The documented form: <c>2024-01-02T03:04:05.006Z [INFO]  client: node registration complete</c>.</summary>
    public override string ToString() =>
        $"{Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)} {Label(Severity)} {(Area.Length > 0 ? Area + ": " : "")}{Message}";

    /// <summary>The <c>-log-json</c> form, one object a line.</summary>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = GoJsonEncoder.Instance }))
        {
            var (message, facts) = LogFacts.Split(Message);
            writer.WriteStartObject();
            writer.WriteString("@level", Severity.ToString().ToLowerInvariant());
            writer.WriteString("@message", message);
            writer.WriteString("@module", Area);
            writer.WriteString("@timestamp", Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
            foreach (var (name, value) in facts)
                writer.WriteString(name, value);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    // Padded so that the areas stand in one column.
    private static string Label(LogSeverity severity) => severity switch
    {
        LogSeverity.Trace => "[TRACE]",
        LogSeverity.Debug => "[DEBUG]",
        LogSeverity.Info => "[INFO] ",
        LogSeverity.Warn => "[WARN] ",
        _ => "[ERROR]",
    };
}
