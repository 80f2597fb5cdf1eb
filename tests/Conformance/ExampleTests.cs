using System.Runtime.CompilerServices;
using Nomad.Conformance.Running;

namespace Nomad.Conformance;

/// <summary>Every file of <c>examples/</c> does what its first lines say, on one agent.</summary>
public sealed class ExampleTests(ExampleTests.Runner runner) : IClassFixture<ExampleTests.Runner>
{
    // What is not simply "run and see it running". Words are those of `nomad job status`.
    private static readonly Dictionary<string, (string Then, string Want)> Otherwise = new()
    {
        ["batch"] = ("", "complete"),
        // Whether it is within its hours is the clock's business.
        ["hours"] = ("", "pending|running"),
        ["periodic"] = ("job periodic force periodic", "complete"),
        ["queue"] = ("job dispatch -detach queue", "complete"),
    };

    public static TheoryData<string> Files() => [.. Directory.EnumerateFiles(Folder(), "*.nomad.hcl").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_example_runs(string file)
    {
        var agent = runner.Agent;
        var path = Path.Combine(Folder(), file);
        var job = file[..file.IndexOf('.', StringComparison.Ordinal)];
        var (then, want) = Otherwise.GetValueOrDefault(job, ("", "running"));

        var started = await agent.RunAsync("job", "run", "-detach", path);
        Assert.True(started.ExitCode == 0, started.Out + started.Error);
        // Nothing in an example is without effect.
        Assert.DoesNotContain("Warnings", started.Out);
        if (then.Length > 0)
        {
            var more = await agent.RunAsync(then.Split(' '));
            Assert.True(more.ExitCode == 0, more.Out + more.Error);
        }
        await agent.UntilAsync($"all of {job} is {want}", async () =>
        {
            var states = await agent.RunAsync("alloc", "status", "-t", "{{range .}}{{.JobID}} {{.ClientStatus}}\n{{end}}");
            var ours = states.Out.Split('\n').Select(line => line.Split(' ')).Where(cells => cells[0] == job || cells[0].StartsWith(job + "/", StringComparison.Ordinal)).Select(cells => cells[1]).ToArray();
            Assert.DoesNotContain("failed", ours);
            return ours.Length >= Allocations(path) && ours.All(want.Split('|').Contains);
        });
        if (job == "web")
            await AssertServedAsync(agent);
        var stopped = await agent.RunAsync("job", "stop", "-detach", "-purge", job);
        Assert.True(stopped.ExitCode == 0, stopped.Out + stopped.Error);
    }

    // As many as the counts of the file's groups say.
    private static int Allocations(string path)
    {
        var lines = File.ReadAllLines(path).Select(line => line.Trim()).ToArray();
        return lines.Count(line => line.StartsWith("group \"", StringComparison.Ordinal))
            + lines.Where(line => line.StartsWith("count", StringComparison.Ordinal)).Sum(line => int.Parse(line.Split('=')[1]) - 1);
    }

    private static async Task AssertServedAsync(DevAgent agent)
    {
        var id = (await agent.RunAsync("alloc", "status", "-t", "{{range .}}{{if eq .JobID \"web\"}}{{.ID}}\n{{end}}{{end}}")).Out.Split('\n')[0];
        var place = (await agent.RunAsync("alloc", "status", "-t", "{{range .AllocatedResources.Shared.Ports}}{{.HostIP}}:{{.Value}}{{end}}", id)).Out.Trim();
        using var client = new HttpClient();
        await agent.UntilAsync("its page is served", async () => (await client.GetStringAsync($"http://{place}/")).Contains("Hello from Nomad", StringComparison.Ordinal));
    }

    private static string Folder([CallerFilePath] string source = "")
    {
        // Where the tests run, else where they were built.
        foreach (var start in new[] { Environment.GetEnvironmentVariable("NOMAD_ROOT"), AppContext.BaseDirectory, Path.GetDirectoryName(source) })
        {
            for (var at = start is { Length: > 0 } ? new DirectoryInfo(start) : null; at is not null; at = at.Parent)
            {
                if (File.Exists(Path.Combine(at.FullName, "Nomad.slnx")))
                    return Path.Combine(at.FullName, "examples");
            }
        }
        throw new InvalidOperationException("the folder of examples is in none of the folders above; set NOMAD_ROOT");
    }

    public sealed class Runner : IAsyncLifetime
    {
        public DevAgent Agent { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Agent = await DevAgent.StartAsync();

        public ValueTask DisposeAsync() => Agent.DisposeAsync();
    }
}
