using Nomad.Cli.Invocation;
using Nomad.Hcl;

namespace Nomad.Cli.Formatting;

/// <summary><c>fmt</c>: brings HCL files into the canonical layout.</summary>
public sealed class FmtCommand : Command
{
    /// <summary>A larger file is refused before it is read.</summary>
    private const long LargestFile = 64 * 1024 * 1024;

    public override string Name => "fmt";

    public override string Synopsis => "Rewrites Nomad config and job files to canonical format";

    public override string Usage => "[flags] paths ...";

    public override string Description => "Formats .nomad and .hcl files. Without a path the files of the current directory are formatted; " +
        "\"-\" reads standard input and writes standard output.";

    public override bool UsesApi => false;

    public override (int, int) Arguments => (0, int.MaxValue);

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Boolean("check", "Change nothing; exit with 1 when a file would change."),
        Flag.Boolean("list", "Print the names of files that change. Default: true"),
        Flag.Boolean("recursive", "Folders inside folders too."),
        Flag.Boolean("write", "Write the files. Default: true"),
    ];

    public override Task<int> RunAsync(CommandCall call)
    {
        if (call.Arguments.Contains("-"))
        {
            if (call.Arguments.Count > 1)
                throw new CommandFailure("\"-\" reads standard input and cannot be combined with other paths");
            call.Terminal.Out.Write(Formatted(call, "<stdin>", call.Terminal.In.ReadToEnd()) ?? throw new CommandFailure(""));
            return Task.FromResult(0);
        }
        var (failed, changed) = (false, false);
        var paths = call.Arguments.Count == 0 ? ["."] : call.Arguments;
        foreach (var file in paths.SelectMany(path => Files(path, call.Flags.Boolean("recursive"))))
        {
            var before = Read(file);
            var after = Formatted(call, file, before);
            failed |= after is null;
            changed |= after is not null && after != before;
            if (after is not null)
                Report(call, file, before, after);
        }
        return Task.FromResult(failed || changed && call.Flags.Boolean("check") ? 1 : 0);
    }

    private static void Report(CommandCall call, string file, string before, string after)
    {
        bool Usually(string flag) => !call.Flags.Has(flag) || call.Flags.Boolean(flag);
        var write = Usually("write") && !call.Flags.Boolean("check");
        if (!Usually("list") && !write && !call.Flags.Boolean("check"))
            call.Terminal.Out.Write(after);
        if (after == before)
            return;
        if (Usually("list"))
            call.Line(file);
        if (write)
            File.WriteAllText(file, after);
    }

    private static string? Formatted(CommandCall call, string name, string text)
    {
        var diagnostics = new List<HclDiagnostic>();
        var formatted = HclFormatter.Format(name, text, diagnostics);
        foreach (var problem in diagnostics.Where(d => d.Severity == HclSeverity.Error))
            call.Error(HclDiagnosticPrinter.Print(problem, text));
        return formatted;
    }

    private static IEnumerable<string> Files(string path, bool recursive)
    {
        if (File.Exists(path))
            return [path];
        if (!Directory.Exists(path))
            throw new CommandFailure($"There is no file or directory at {path}");
        return Directory.EnumerateFiles(path, "*", recursive ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly)
            .Where(file => Path.GetExtension(file) is ".nomad" or ".hcl").Order(StringComparer.Ordinal)
            .Select(file => file.StartsWith("./", StringComparison.Ordinal) ? file[2..] : file);
    }

    private static string Read(string file) => new FileInfo(file).Length <= LargestFile ? File.ReadAllText(file)
        : throw new CommandFailure($"The file {file} is larger than {LargestFile / 1024 / 1024} MiB");
}
