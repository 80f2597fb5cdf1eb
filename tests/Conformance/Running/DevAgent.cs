using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Nomad.Conformance.Running;

/// <summary>A real agent process on a loopback address of its own, ready when the fixture is.</summary>
public sealed class DevAgent : IAsyncDisposable
{
    /// <summary>Where recorded requests expect that nobody listens.</summary>
    private const int Nobody = 99;

    private static int lastAddress = System.Environment.ProcessId % 100 * 2 + 20;

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly Task reading;

    private DevAgent(Process process, string bind, HttpMessageHandler? way = null)
    {
        this.process = process;
        Bind = bind;
        Http = new HttpClient(way ?? new SocketsHttpHandler()) { BaseAddress = new Uri(Address), Timeout = Eventually.Patience };
        reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    public string Bind { get; }

    public string Address => $"http://{Bind}:4646";

    public HttpClient Http { get; }

    public int ProcessId => process.Id;

    public string Output
    {
        get
        {
            lock (output)
                return output.ToString();
        }
    }

    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { ["NOMAD_ADDR"] = Address };

    public static string NewBind()
    {
        var last = Interlocked.Increment(ref lastAddress) % 230 + 20;
        return last == Nobody ? NewBind() : $"127.0.0.{last}";
    }

    /// <summary>Starts <c>agent -dev</c> plus <paramref name="more"/> and waits until its node is ready.</summary>
    public static Task<DevAgent> StartAsync(params string[] more) => StartAsync(NewBind(), ["-dev", "-node=host-a", .. more]);

    public static async Task<DevAgent> StartAsync(string bind, string[] arguments)
    {
        var agent = Launch(bind, arguments);
        try
        {
            await agent.UntilAsync("its node is ready", async () =>
            {
                using var nodes = JsonDocument.Parse(await agent.Http.GetStringAsync("/v1/nodes"));
                return nodes.RootElement.EnumerateArray().Any(node => node.GetProperty("Status").GetString() == "ready");
            });
            return agent;
        }
        catch
        {
            await agent.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts an agent and waits for nothing.</summary>
    public static DevAgent Launch(string bind, string[] arguments) =>
        new(Process.Start(NomadProgram.StartInfo(["agent", $"-bind={bind}", .. arguments], Path.GetTempPath(), null))!, bind);

    /// <summary>Starts an agent elsewhere: <paramref name="place"/> says where, and <paramref name="way"/> is how to talk to it.</summary>
    public static DevAgent Launch(string bind, string[] arguments, Func<ProcessStartInfo, ProcessStartInfo> place, HttpMessageHandler? way) =>
        new(Process.Start(place(NomadProgram.StartInfo(["agent", $"-bind={bind}", .. arguments], Path.GetTempPath(), null)))!, bind, way);

    /// <summary>Polls until <paramref name="condition"/> holds. A connection that is refused or breaks counts as "no".</summary>
    public async Task UntilAsync(string what, Func<Task<bool>> condition)
    {
        var started = Stopwatch.StartNew();
        while (started.Elapsed < Eventually.Patience)
        {
            if (process.HasExited)
                throw new InvalidOperationException($"the agent ended with {process.ExitCode} before {what}:\n{Output}");
            try
            {
                if (await condition())
                    return;
            }
            catch (Exception problem) when (problem is HttpRequestException or HttpIOException)
            {
                // Its listener is not up, or it refuses for the moment, or is ended in the middle of an answer.
            }
            await Task.Delay(50);
        }
        throw new TimeoutException($"after {Eventually.Patience.TotalSeconds} s it is not true that {what}:\n{Output}");
    }

    public Task<Outcome> RunAsync(params string[] arguments) => RunInAsync(Path.GetTempPath(), arguments);

    public async Task<Outcome> RunInAsync(string folder, params string[] arguments)
    {
        return await NomadProgram.RunAsync(arguments, folder, Environment);
    }

    /// <summary>Sends a signal by number to the agent.</summary>
    public void Signal(int number)
    {
        using var kill = Process.Start("kill", [$"-{number}", process.Id.ToString()]);
        kill.WaitForExit();
    }

    public async Task<int> WaitForExitAsync()
    {
        using var limit = new CancellationTokenSource(Eventually.Patience);
        await process.WaitForExitAsync(limit.Token);
        await reading.WaitAsync(limit.Token);
        return process.ExitCode;
    }

    /// <summary>Asks the agent to stop, even one that was halted, and does not wait.</summary>
    public void Hurry()
    {
        if (process.HasExited)
            return;
        Signal(18);
        Signal(2);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            Hurry();
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(45));
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        // A development agent takes its tasks with it; one that had to be killed could not.
        if (Output.Split("using state directory: state_dir=") is [_, var rest, ..] && rest.StartsWith(Path.Combine(Path.GetTempPath(), "NomadClient"), StringComparison.Ordinal))
            Supervisors.EndBelow(rest.Split('\n')[0]);
        Http.Dispose();
        process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (output)
                output.AppendLine(line);
        }
    }
}

