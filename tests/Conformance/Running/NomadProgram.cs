using System.Diagnostics;
using System.Text;

namespace Nomad.Conformance.Running;

/// <summary>The program under test, run as a person runs it: a process with arguments, an environment and a folder.</summary>
internal static class NomadProgram
{
    /// <summary><c>NOMAD_PROGRAM</c>, else the program built beside the tests.</summary>
    public static string Path { get; } = Environment.GetEnvironmentVariable("NOMAD_PROGRAM")
        ?? System.IO.Path.GetFullPath(System.IO.Path.Combine(AppContext.BaseDirectory, "../../Nomad.Agent/debug/nomad"));

    /// <summary><c>NOMAD_PROGRAM_BEFORE</c>: another build, which this one replaces in a running cluster; else the same.</summary>
    public static string Before { get; } = Environment.GetEnvironmentVariable("NOMAD_PROGRAM_BEFORE") ?? Path;

    public static ProcessStartInfo StartInfo(IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo(Path)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("NOMAD_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        start.Environment["TZ"] = "UTC";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return start;
    }

    /// <summary>Runs a script of the shell.</summary>
    public static Task<Outcome> ShellAsync(string script, string folder, IReadOnlyDictionary<string, string> environment)
    {
        var start = StartInfo(["-c", script], folder, environment);
        start.FileName = "/bin/sh";
        return RunAsync(start, "");
    }

    public static Task<Outcome> RunAsync(IEnumerable<string> arguments, string folder,
        IReadOnlyDictionary<string, string>? environment = null, string input = "") => RunAsync(StartInfo(arguments, folder, environment), input);

    private static async Task<Outcome> RunAsync(ProcessStartInfo start, string input)
    {
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Eventually.Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
            return new Outcome(await output, await error, process.ExitCode);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"`{start.FileName} {string.Join(' ', start.ArgumentList)}` ran for more than {Eventually.Patience.TotalSeconds} s");
        }
    }
}
