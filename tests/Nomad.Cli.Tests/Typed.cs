using System.Text;
using Nomad.Cli.Invocation;

namespace Nomad.Cli.Tests;

/// <summary>What a command line printed, and its exit code.</summary>
internal sealed record Typed(string Out, string Error, int ExitCode)
{
    /// <summary>The moment at which all tests take place.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 23, 37, 10, TimeSpan.Zero);

    // Pages show local times; the tests expect UTC wherever they run.
    [System.Runtime.CompilerServices.ModuleInitializer]
    internal static void LiveInGreenwich()
    {
        Environment.SetEnvironmentVariable("TZ", "UTC");
        TimeZoneInfo.ClearCachedData();
    }

    /// <summary>Runs one command line, words parted at blanks, against an agent.</summary>
    public static Task<Typed> Async(string line, AnsweringAgent? agent = null, string input = "") => Async(line.Split(' '), agent, input);

    public static async Task<Typed> Async(string[] words, AnsweringAgent? agent = null, string input = "")
    {
        var (output, error, bytes) = (new StringWriter(), new StringWriter(), new MemoryStream());
        var terminal = new Terminal(output, error, new StringReader(input))
        {
            OpenOutput = () => new Kept(bytes), OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(input)),
        };
        var environment = new Dictionary<string, string> { ["NOMAD_ADDR"] = agent?.Url ?? "http://127.0.0.1:1" };
        var line = new CommandLine(Commands.Tree("2.0.0", [], new Dictionary<string, string>()), terminal, environment) { Version = "2.0.0", Time = new Clock() };
        var code = await line.RunAsync(words, CancellationToken.None);
        return new Typed(output + Encoding.UTF8.GetString(bytes.ToArray()), error.ToString(), code);
    }

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;
    }

    // Commands close what they open; the test reads it afterwards.
    private sealed class Kept(MemoryStream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);
    }
}
