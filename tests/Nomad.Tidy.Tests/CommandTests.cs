using System.Diagnostics;

namespace Nomad.Tidy.Tests;

/// <summary><c>./test</c>, <c>./publish</c> and <c>./bench</c>, with a compiler that only makes the files it is asked for.</summary>
public sealed class CommandTests : IDisposable
{
    // Makes programs that succeed in the folder after -o, by the names in the file "makes".
    private const string Compiler = """
        #!/bin/sh
        echo "$*" >>"$(dirname "$0")/words"
        while [ $# -gt 0 ] && [ "$1" != -o ]; do shift; done
        [ $# -gt 0 ] || exit 0
        mkdir -p "$2"
        for name in $(cat "$(dirname "$0")/makes"); do printf '#!/bin/sh\nexit 0\n' >"$2/$name"; chmod +x "$2/$name"; done
        """;

    private readonly string root = Directory.CreateTempSubdirectory("nomad-commands-").FullName;

    public CommandTests()
    {
        foreach (var name in (string[])["test", "publish", "bench"])
            File.Copy(Path.Combine(Repository.Root, name), Path.Combine(root, name));
        Write("tools/dotnet", Compiler);
        Write(".ci/packages", "#!/bin/sh\nexit 0\n");
        foreach (var name in (string[])["src/a.cs", "Directory.Build.props", "Directory.Packages.props", "global.json"])
            Write(name, "");
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task Tests_end_with_their_sum_also_where_the_packages_they_need_cannot_be_had()
    {
        Write(".ci/packages", "#!/bin/sh\nexit 1\n");
        var (code, text) = await RunAsync("./test");
        Assert.Equal(1, code);
        Assert.EndsWith("\n0 passed, 1 failed\n", "\n" + text);
    }

    // The compiler refuses then what it would otherwise mend in silence.
    [Fact]
    public async Task Tests_are_built_from_the_packages_of_the_lock_files()
    {
        var (code, text) = await RunAsync("./test", "Nothing");
        Assert.True(code == 0, text);
        Assert.StartsWith("build Nomad.slnx -p:RestoreLockedMode=true ", Assert.Single(File.ReadAllLines(Path.Combine(root, "tools/words"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tests_that_are_skipped_are_named_with_what_is_missing()
    {
        Directory.CreateDirectory(Path.Combine(root, "tests/Some.Tests"));
        Write("artifacts/bin/Some.Tests/debug/Some.Tests", """
            #!/bin/sh
            echo '    Some.Kind.A_thing(x: 1) [SKIP]'
            echo '      a moon is missing'
            echo '    Some.Kind.Another [SKIP]'
            echo '      a sun is missing'
            echo '   Some.Tests  Total: 5, Errors: 0, Failed: 0, Skipped: 2, Not Run: 0, Time: 1.0s'
            """);
        var (code, text) = await RunAsync("./test", "Some");
        Assert.True(code == 0, text);
        Assert.EndsWith("\nSKIPPED Some.Kind.A_thing(x: 1): a moon is missing\nSKIPPED Some.Kind.Another: a sun is missing\n3 passed, 0 failed, 2 skipped\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nomad", 0)]
    [InlineData("nomad libe_sqlite3.so", 1)]
    public async Task What_is_published_is_one_file(string makes, int expected)
    {
        Write("tools/makes", makes);
        var (code, text) = await RunAsync("./publish", Path.Combine(root, "out"));
        Assert.True(code == expected, text);
        Assert.Equal(expected == 0, text.Contains("in 1 file(s)", StringComparison.Ordinal));
        Assert.Equal(expected != 0, text.Contains("there must be one file", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Benchmarks_measure_the_program_of_these_sources()
    {
        Write("tools/makes", "Nomad.Bench");
        Write("publish", "#!/bin/sh\necho published >>calls\nmkdir -p \"$1\"\nprintf '#!/bin/sh\\n' >\"$1/nomad\"\nchmod +x \"$1/nomad\"\n");
        Assert.Equal(0, (await RunAsync("./bench", "agent")).Code);
        Assert.Equal(0, (await RunAsync("./bench", "agent")).Code);
        Assert.Single(File.ReadAllLines(Path.Combine(root, "calls")));
        File.SetLastWriteTimeUtc(Path.Combine(root, "src/a.cs"), DateTime.UtcNow.AddSeconds(10));
        Assert.Equal(0, (await RunAsync("./bench", "agent")).Code);
        Assert.Equal(2, File.ReadAllLines(Path.Combine(root, "calls")).Length);
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task<(int Code, string Text)> RunAsync(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(root, command), arguments) { WorkingDirectory = root, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = Path.Combine(root, "tools") + ":" + Environment.GetEnvironmentVariable("PATH");
        start.Environment["NOMAD_ARTIFACTS"] = Path.Combine(root, "artifacts");
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Eventually.Patience);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await error + output);
    }
}
