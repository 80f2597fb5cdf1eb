using System.Diagnostics;
using Nomad.Conformance.Running;

namespace Nomad.Conformance.Hardship;

/// <summary>A temporary folder with the configuration of an agent that keeps its data in it.</summary>
internal sealed class HardFolder : IDisposable
{
    public HardFolder() => File.WriteAllText(Config, Configuration(Data));

    public string Root { get; } = Directory.CreateTempSubdirectory("nomad-hard-").FullName;

    public string Bind { get; } = DevAgent.NewBind();

    public string Config => Path.Combine(Root, "agent.hcl");

    public string Data => Path.Combine(Root, "data");

    public void UseData(string path) => File.WriteAllText(Config, Configuration(path));

    public string Write(string name, string text)
    {
        var path = Path.Combine(Root, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>For an agent that is expected to come up; <paramref name="more"/> is merged into its configuration.</summary>
    public Task<DevAgent> StartAsync(string more = "") => DevAgent.StartAsync(Bind, Arguments(more));

    public string[] Arguments(string more) => ["-config=" + Config, "-config=" + Write("more.hcl", more)];

    /// <summary>For an agent that is expected to refuse: checks what every refusal has in common and returns its one line.</summary>
    public async Task<string> RefusedAsync()
    {
        var outcome = await NomadProgram.RunAsync(["agent", "-config=" + Config], Root);
        var all = outcome.Out + outcome.Error;
        Assert.Equal(1, outcome.ExitCode);
        Assert.DoesNotContain("   at ", all);
        Assert.DoesNotContain("Exception", all);
        return Assert.Single(all.Split('\n'), line => line.StartsWith("==> Error starting agent: ", StringComparison.Ordinal));
    }

    public static async Task<int> CommandAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    public void Dispose() => Leftovers.Remove(Root);

    private string Configuration(string data) => $$"""
        data_dir = "{{data}}"
        bind_addr = "{{Bind}}"
        advertise { http = "{{Bind}}", rpc = "{{Bind}}", serf = "{{Bind}}" }
        server { enabled = true, bootstrap_expect = 1 }
        client { enabled = true }
        plugin "raw_exec" { config { enabled = true } }
        """;
}
