using System.Text.Json.Nodes;
using Nomad.Cli.Invocation;
using Nomad.Hcl;
using Nomad.Jobspec;

namespace Nomad.Cli.Jobs;

/// <summary>The job file named on a command line, and the flags that say how to read it.</summary>
internal static class JobFileFlags
{
    /// <summary>A larger file is refused before it is read.</summary>
    private const long LargestFile = 64 * 1024 * 1024;

    public static IReadOnlyList<Flag> All { get; } =
    [
        Flag.Boolean("json", "The file is JSON, with or without an outer \"Job\"."),
        Flag.Boolean("hcl2-strict", "Variables that the file does not declare are errors. Default: true"),
        Flag.List("var", "key=value", "Value of a variable; may be repeated."),
        Flag.List("var-file", "path", "A file of variable values; may be repeated."),
        Flag.Text("vault-namespace", "namespace", "The Vault namespace to store in the job."),
        Flag.Text("consul-namespace", "namespace", "The Consul namespace to store in the job."),
    ];

    /// <summary>What a path means: the text, and a name for messages.</summary>
    public sealed record Read(JsonObject Job, string Source, string Format);

    /// <summary>
    /// Reads the file (<c>-</c>: standard input) into a job document. Throws <see cref="CommandFailure"/> with
    /// <paramref name="exitCode"/> and every problem of the file, each with its line.
    /// </summary>
    public static Read Job(CommandCall call, string path, int exitCode = 1)
    {
        var text = path == "-" ? call.Terminal.In.ReadToEnd() : ReadFile(path, exitCode);
        var json = call.Flags.Boolean("json");
        var result = JobFileReader.Read(new JobFileSource
        {
            Name = path == "-" ? "<stdin>" : path,
            Text = text,
            BaseDirectory = path == "-" ? Directory.GetCurrentDirectory() : Path.GetDirectoryName(Path.GetFullPath(path))!,
            Variables = Variables(call.Flags.List("var"), exitCode),
            VariableFiles = call.Flags.List("var-file"),
            Environment = call.Environment,
            AllowFileFunctions = true,
            Json = json,
            Strict = !call.Flags.Has("hcl2-strict") || call.Flags.Boolean("hcl2-strict"),
        });
        foreach (var warning in result.Diagnostics.Where(d => d.Severity == HclSeverity.Warning))
            call.Warn(HclDiagnosticPrinter.Print(warning, text));
        if (result.Document is not { } job)
        {
            throw new CommandFailure("Error getting job struct: Error parsing job file from " + path + ":\n" +
                string.Join("\n", result.Diagnostics.Where(d => d.Severity == HclSeverity.Error).Select(d => HclDiagnosticPrinter.Print(d, text))), exitCode);
        }
        foreach (var (flag, field) in new[] { ("vault-namespace", "VaultNamespace"), ("consul-namespace", "ConsulNamespace") })
        {
            if (call.Flags.Has(flag))
                job[field] = call.Flags.Text(flag);
        }
        return new Read(job, text, json ? "json" : "hcl2");
    }

    private static string ReadFile(string path, int exitCode)
    {
        try
        {
            if (Directory.Exists(path))
                throw new CommandFailure($"Error getting job struct: Error getting jobfile from \"{path}\": it is a directory; name one job file in it", exitCode);
            if (new FileInfo(path).Length > LargestFile)
                throw new CommandFailure($"Error getting job struct: the file \"{path}\" is larger than {LargestFile / 1024 / 1024} MiB", exitCode);
            return File.ReadAllText(path);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandFailure($"Error getting job struct: Error getting jobfile from \"{path}\": source path error: stat {Path.GetFullPath(path)}: no such file or directory", exitCode);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"Error getting job struct: Error getting jobfile from \"{path}\": {problem.Message}", exitCode);
        }
    }

    private static Dictionary<string, string> Variables(IReadOnlyList<string> pairs, int exitCode)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            var equals = pair.IndexOf('=');
            if (equals <= 0)
                throw new CommandFailure($"Error getting job struct: the -var \"{pair}\" is not of the form key=value", exitCode);
            variables[pair[..equals]] = pair[(equals + 1)..];
        }
        return variables;
    }
}
