using System.Net.Sockets;
using System.Text;
using Nomad.Agent.Logging;
using Nomad.Model.Logging;

namespace Nomad.Agent.Tests.Logging;

public sealed class SyslogTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nomad-syslog-").FullName;
    private readonly List<string> complaints = [];

    private string SocketPath => Path.Combine(folder, "log");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("LOCAL0", LogSeverity.Info, 133)]
    [InlineData("local7", LogSeverity.Error, 187)]
    [InlineData("DAEMON", LogSeverity.Debug, 30)]
    [InlineData("USER", LogSeverity.Warn, 12)]
    public void A_line_becomes_a_datagram_with_facility_severity_time_and_process(string facility, LogSeverity severity, int priority)
    {
        using var daemon = Listen();
        using var syslog = new Syslog(facility, new HandSetClock(), complaints.Add, SocketPath);
        syslog.Write(new LogLine(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), severity, "client", "ready"), "");
        Assert.Equal($"<{priority}>Jan  2 03:04:05 nomad[{Environment.ProcessId}]: client: ready", Receive(daemon));
        Assert.Empty(complaints);
    }

    [Fact]
    public void A_missing_daemon_is_one_complaint_and_one_that_comes_later_gets_lines()
    {
        var time = new HandSetClock();
        using var syslog = new Syslog("LOCAL0", time, complaints.Add, SocketPath);
        var line = new LogLine(time.Now, LogSeverity.Info, "", "lost");
        for (var i = 0; i < 3; i++)
        {
            syslog.Write(line, "");
            time.Advance(TimeSpan.FromMinutes(1));
        }
        Assert.Contains(SocketPath, Assert.Single(complaints));
        using var daemon = Listen();
        syslog.Write(line with { Message = "kept" }, "");
        Assert.EndsWith("]: kept", Receive(daemon));
    }

    [Fact]
    public void A_clock_that_was_set_back_keeps_no_line_from_a_daemon_that_came()
    {
        var time = new HandSetClock();
        using var syslog = new Syslog("LOCAL0", time, complaints.Add, SocketPath);
        syslog.Write(new LogLine(time.Now, LogSeverity.Info, "", "lost"), "");
        using var daemon = Listen();
        time.Now -= TimeSpan.FromDays(1);
        time.Advance(TimeSpan.FromSeconds(5));
        syslog.Write(new LogLine(time.Now, LogSeverity.Info, "", "kept"), "");
        Assert.EndsWith("]: kept", Receive(daemon));
    }

    [Fact]
    public void A_daemon_that_does_not_read_costs_lines_but_no_time()
    {
        using var daemon = Listen();
        using var syslog = new Syslog("LOCAL0", new HandSetClock(), complaints.Add, SocketPath);
        for (var i = 0; i < 5000; i++)
            syslog.Write(new LogLine(default, LogSeverity.Info, "", new string('x', 20_000)), "");
        Assert.Equal(8 * 1024, Receive(daemon).Length);
    }

    [Fact]
    public void An_unknown_facility_is_refused_with_the_known_ones()
    {
        var problem = Assert.Throws<IOException>(() => new Syslog("KITCHEN", new HandSetClock(), complaints.Add, SocketPath));
        Assert.Contains("LOCAL0", problem.Message);
    }

    private Socket Listen()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 30_000 };
        socket.Bind(new UnixDomainSocketEndPoint(SocketPath));
        return socket;
    }

    private static string Receive(Socket daemon)
    {
        var buffer = new byte[64 * 1024];
        return Encoding.UTF8.GetString(buffer, 0, daemon.Receive(buffer));
    }
}
