using Nomad.Agent.Logging;
using Nomad.Model.Logging;

namespace Nomad.Agent.Tests.Logging;

public sealed class LogFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nomad-log-").FullName;
    private readonly HandSetClock clock = new();
    private readonly List<string> complaints = [];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_folder_gets_the_usual_name_and_lines_are_appended()
    {
        for (var i = 0; i < 2; i++)
        {
            using var file = Open(new(folder + "/sub/", TimeSpan.FromHours(24), 0, 0));
            Write(file, $"line {i}");
        }
        Assert.Equal("line 0\nline 1\n", File.ReadAllText(Path.Combine(folder, "sub/nomad.log")));
    }

    [Fact]
    public void A_large_file_is_moved_aside_under_its_name_with_the_time()
    {
        using var file = Open(new(folder + "/agent.txt", TimeSpan.FromHours(24), 10, 0));
        Write(file, "0123456789");
        var moved = (clock.Now - DateTimeOffset.UnixEpoch).Ticks * 100;
        Write(file, "next");
        Assert.Equal("next\n", File.ReadAllText(Path.Combine(folder, "agent.txt")));
        Assert.Equal("0123456789\n", File.ReadAllText(Path.Combine(folder, $"agent-{moved}.txt")));
    }

    [Fact]
    public void An_old_file_is_moved_aside()
    {
        using var file = Open(new(folder + "/agent.log", TimeSpan.FromHours(1), 0, 0));
        Write(file, "old");
        clock.Advance(TimeSpan.FromHours(1));
        Write(file, "new");
        Assert.Equal("new\n", File.ReadAllText(Path.Combine(folder, "agent.log")));
        Assert.Equal(2, Directory.GetFiles(folder).Length);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(-30)]
    public void A_clock_that_is_set_neither_moves_a_file_early_nor_late(int hours)
    {
        using var file = Open(new(folder + "/agent.log", TimeSpan.FromHours(2), 0, 0));
        Write(file, "old");
        clock.Now += TimeSpan.FromHours(hours);
        clock.Advance(TimeSpan.FromHours(1));
        Write(file, "old, too");
        Assert.Single(Directory.GetFiles(folder));
        clock.Advance(TimeSpan.FromHours(1));
        Write(file, "new");
        Assert.Equal(2, Directory.GetFiles(folder).Length);
        Assert.Equal("new\n", File.ReadAllText(Path.Combine(folder, "agent.log")));
    }

    [Fact]
    public void The_oldest_files_go_though_the_clock_was_set_back()
    {
        using var file = Open(new(folder + "/agent.log", TimeSpan.FromHours(24), 1, 2));
        for (var i = 0; i < 6; i++)
        {
            clock.Now -= TimeSpan.FromHours(1);
            Write(file, $"{i}");
        }
        Assert.Equal(["3\n", "4\n", "5\n"], Directory.GetFiles(folder).Select(File.ReadAllText).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(0, 6)]
    [InlineData(2, 3)]
    [InlineData(-1, 1)]
    public void As_many_files_are_kept_as_asked_for(int maxFiles, int expected)
    {
        using var file = Open(new(folder + "/agent.log", TimeSpan.FromHours(24), 1, maxFiles));
        for (var i = 0; i < 6; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            Write(file, $"{i}");
        }
        var files = Directory.GetFiles(folder);
        Assert.Equal(expected, files.Length);
        Assert.Equal(Enumerable.Range(6 - expected, expected).Select(i => $"{i}\n"), files.Select(File.ReadAllText).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_that_cannot_be_written_any_more_is_one_complaint()
    {
        using var file = Open(new(folder + "/logs/agent.log", TimeSpan.FromHours(24), 1, 0));
        Write(file, "first");
        Directory.Delete(folder + "/logs", recursive: true);
        File.WriteAllText(folder + "/logs", "in the way");
        Write(file, "second");
        Write(file, "third");
        Assert.Contains("cannot be written", Assert.Single(complaints));
        File.Delete(folder + "/logs");
        Write(file, "fourth");
        Assert.Equal("fourth\n", File.ReadAllText(folder + "/logs/agent.log"));
        Assert.Equal(2, complaints.Count);
    }

    [Fact]
    public void The_log_gives_its_lines_to_the_file_the_held_ones_too()
    {
        var log = new AgentLog(_ => { }, LogSeverity.Info, clock);
        log.For("nomad").Info("early");
        log.SetSinks([Open(new(folder + "/agent.log", TimeSpan.FromHours(24), 0, 0))]);
        log.For("nomad").Debug("hidden");
        log.Release();
        log.For("client").Warn("late");
        log.SetSinks([]);
        log.For("client").Warn("after");
        Assert.Equal("2026-01-02T03:04:05.000Z [INFO]  nomad: early\n2026-01-02T03:04:05.000Z [WARN]  client: late\n", File.ReadAllText(folder + "/agent.log"));
    }

    [Fact]
    public void Off_writes_nothing()
    {
        List<string> lines = [];
        var log = new AgentLog(lines.Add, LogLevels.Parse("off"), clock);
        log.Release();
        log.For("client").Error("unseen");
        Assert.Empty(lines);
    }

    private LogFile Open(LogFileOptions options) => new(options, clock, complaints.Add);

    private void Write(LogFile file, string text) => file.Write(new LogLine(clock.Now, LogSeverity.Info, "", text), text);
}
