using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Nomad.Bench.Agents;

/// <summary>One published agent on a loopback address, measured from outside.</summary>
internal sealed class AgentProcess : IDisposable
{
    /// <summary>In the environment of an agent and of the supervisor that it starts, which is no child of it.</summary>
    private const string Mark = "NOMAD_BENCH_AGENT";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process process;

    private AgentProcess(Process process, string bind)
    {
        this.process = process;
        Http = new HttpClient { BaseAddress = new Uri($"http://{bind}:4646") };
        Bind = bind;
        // A full pipe would stop the agent.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public static string Program { get; } = Environment.GetEnvironmentVariable("NOMAD_PROGRAM") ?? "nomad";

    public HttpClient Http { get; }

    public string Bind { get; }

    public static AgentProcess Start(string bind)
    {
        var start = new ProcessStartInfo(Program, ["agent", "-dev", $"-bind={bind}", "-log-level=WARN"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment[Mark] = bind;
        return new AgentProcess(Process.Start(start)!, bind);
    }

    /// <summary>Milliseconds until <paramref name="condition"/> holds; asked about every half millisecond.</summary>
    public async Task<double> UntilAsync(Stopwatch since, Func<Task<bool>> condition)
    {
        while (since.Elapsed < Patience)
        {
            try
            {
                if (await condition())
                    return since.Elapsed.TotalMilliseconds;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(1);
            }
        }
        throw new TimeoutException("the agent did not get there");
    }

    public async Task<bool> NodeReadyAsync()
    {
        using var nodes = JsonDocument.Parse(await Http.GetStringAsync("/v1/nodes"));
        return nodes.RootElement.EnumerateArray().Any(node => node.GetProperty("Status").GetString() == "ready");
    }

    public async Task<bool> HasLeaderAsync() => (await Http.GetStringAsync("/v1/status/leader")).Length > 4;

    public async Task<bool> StatusAsync(string job, string status, int count = 1)
    {
        using var allocations = JsonDocument.Parse(await Http.GetStringAsync($"/v1/job/{job}/allocations"));
        return allocations.RootElement.EnumerateArray().Count(a => a.GetProperty("ClientStatus").GetString() == status) >= count;
    }

    public async Task RunAsync(string job, string type, string driver, string command, int count = 1)
    {
        var body = $$$"""
            {"Job":{"ID":"{{{job}}}","Type":"{{{type}}}","Datacenters":["*"],"TaskGroups":[{"Name":"g","Count":{{{count}}},"EphemeralDisk":{"SizeMB":10},
            "Tasks":[{"Name":"t","Driver":"{{{driver}}}","Config":{"command":"/bin/sh","args":["-c","{{{command}}}"]},"LogConfig":{"MaxFiles":1,"MaxFileSizeMB":1},"Resources":{"CPU":1,"MemoryMB":10}}]}]}}
            """;
        using var answer = await Http.PutAsync("/v1/jobs", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>
    /// Resident megabytes (VmRSS, as `ps` shows it) of this agent and what it started of the same program: the supervisor, not the tasks.
    /// Pages that both map count twice, as they do for anyone who adds up processes.
    /// </summary>
    public double ResidentMegabytes() => Directory.EnumerateDirectories("/proc").Select(path => int.TryParse(Path.GetFileName(path), out var id) ? id : 0)
        .Where(id => id > 0 && Executable(id) == Path.GetFullPath(Program) && IsMarked(id)).Sum(Resident);

    public void Dispose()
    {
        using (var kill = Process.Start("kill", ["-2", process.Id.ToString()]))
            kill.WaitForExit();
        if (!process.WaitForExit(10_000))
            process.Kill(entireProcessTree: true);
        process.Dispose();
        Http.Dispose();
    }

    private bool IsMarked(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/environ").Split('\0').Contains($"{Mark}={Bind}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false; // it ended meanwhile
        }
    }

    private static string Executable(int id)
    {
        try
        {
            return File.ResolveLinkTarget($"/proc/{id}/exe", false)?.FullName ?? "";
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return ""; // it ended meanwhile
        }
    }

    private static double Resident(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
            return double.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1]) / 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
