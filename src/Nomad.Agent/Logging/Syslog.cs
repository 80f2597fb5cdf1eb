using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Nomad.Model.Logging;

namespace Nomad.Agent.Logging;

/// <summary>
/// <c>enable_syslog</c>: every line as an RFC 3164 datagram to the socket of the system's log daemon. A daemon that is not there, or does
/// not keep up, costs lines and one complaint, never time. Not thread safe: the log calls it one line at a time.
/// </summary>
public sealed class Syslog : ILogSink
{
    public const string DefaultSocket = "/dev/log";

    /// <summary>What the common daemons take in one datagram; longer lines are cut.</summary>
    private const int MaxBytes = 8 * 1024;

    private static readonly TimeSpan ReconnectPause = TimeSpan.FromSeconds(5);

    private static readonly string[] Facilities =
    [
        "KERN", "USER", "MAIL", "DAEMON", "AUTH", "SYSLOG", "LPR", "NEWS", "UUCP", "CRON", "AUTHPRIV", "FTP",
        "NTP", "AUDIT", "ALERT", "CLOCK", "LOCAL0", "LOCAL1", "LOCAL2", "LOCAL3", "LOCAL4", "LOCAL5", "LOCAL6", "LOCAL7",
    ];

    private readonly int facility;
    private readonly string path;
    private readonly TimeProvider time;
    private readonly Action<string> complain;
    private Socket? socket;
    private long failedAt; // timestamp of the last try, while there is no socket and it has failed
    private bool failing;

    /// <exception cref="IOException">There is no facility of that name.</exception>
    public Syslog(string facility, TimeProvider time, Action<string> complain, string path = DefaultSocket)
    {
        (this.time, this.complain, this.path) = (time, complain, path);
        this.facility = Array.IndexOf(Facilities, facility.ToUpperInvariant());
        if (this.facility < 0)
            throw new IOException($"syslog_facility \"{facility}\" is unknown; it is one of {string.Join(' ', Facilities)}");
    }

    public void Write(LogLine line, string text)
    {
        if (socket is null && failing && time.GetElapsedTime(failedAt) < ReconnectPause)
            return;
        try
        {
            socket ??= Connect();
            socket.Send(Datagram(line));
            failing = false;
        }
        catch (SocketException problem) when (problem.SocketErrorCode is SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable)
        {
            // The daemon is behind; its queue is full.
        }
        catch (SocketException problem)
        {
            socket?.Dispose();
            socket = null;
            failedAt = time.GetTimestamp();
            if (!failing)
                complain($"nothing reaches syslog at {path}: {problem.Message}");
            failing = true;
        }
    }

    public void Dispose() => socket?.Dispose();

    private Socket Connect()
    {
        var made = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            made.Connect(new UnixDomainSocketEndPoint(path));
            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    private byte[] Datagram(LogLine line)
    {
        var at = TimeZoneInfo.ConvertTime(line.Time, time.LocalTimeZone);
        var stamp = at.ToString("MMM", CultureInfo.InvariantCulture) + at.Day.ToString(CultureInfo.InvariantCulture).PadLeft(3) + at.ToString(" HH:mm:ss", CultureInfo.InvariantCulture);
        var bytes = Encoding.UTF8.GetBytes($"<{facility * 8 + Severity(line.Severity)}>{stamp} nomad[{Environment.ProcessId}]: {(line.Area.Length > 0 ? line.Area + ": " : "")}{line.Message}");
        return bytes.Length <= MaxBytes ? bytes : bytes[..MaxBytes];
    }

    // As operators' filters expect: an agent's INFO is a notice, its DEBUG information.
    private static int Severity(LogSeverity severity) => severity switch
    {
        LogSeverity.Trace => 7,
        LogSeverity.Debug => 6,
        LogSeverity.Info => 5,
        LogSeverity.Warn => 4,
        _ => 3,
    };
}
