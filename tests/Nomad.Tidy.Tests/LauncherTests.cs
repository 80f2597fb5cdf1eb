using System.Diagnostics;

namespace Nomad.Tidy.Tests;

/// <summary>The program at the root, <c>./nomad</c>, with a compiler that only says that it was called.</summary>
public sealed class LauncherTests : IDisposable
{
    // Waits for the file "go", notes its call, and makes a program that prints its words. The file "broken" makes it fail.
    private const string Compiler = """
        #!/bin/sh
        here=$(dirname "$0")
        mkdir "$here/building" || echo overlap >>"$here/calls"
        while [ ! -e "$here/go" ]; do sleep 0.05; done
        echo "$1" >>"$here/calls"
        rmdir "$here/building"
        if [ -e "$here/broken" ]; then echo "error CS0000: broken"; exit 1; fi
        mkdir -p "$NOMAD_ARTIFACTS/bin/Nomad.Agent/debug"
        printf '#!/bin/sh\necho "ran $*"\nexit 7\n' >"$NOMAD_ARTIFACTS/bin/Nomad.Agent/debug/nomad"
        chmod +x "$NOMAD_ARTIFACTS/bin/Nomad.Agent/debug/nomad"
        """;

    private readonly string root = Directory.CreateTempSubdirectory("nomad-launcher-").FullName;

    public LauncherTests()
    {
        File.Copy(Path.Combine(Repository.Root, "nomad"), Place("nomad"));
        Write("src/Nomad.Agent/Program.cs", "");
        Write("Directory.Build.props", "");
        Write("Directory.Packages.props", "");
        Write("tools/dotnet", Compiler);
        File.SetUnixFileMode(Place("tools/dotnet"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task Two_at_once_build_once_and_the_second_says_that_it_waits()
    {
        using var first = Start("one");
        await Eventually.TrueAsync(() => Directory.Exists(Place("tools/building")), "the build");
        using var second = Start("two", "words");
        Assert.Equal("Waiting for the build in another terminal ...", await second.StandardError.ReadLineAsync().WaitAsync(Eventually.Patience));
        Write("tools/go", "");
        Assert.Equal("ran one\n", await EndAsync(first));
        Assert.Equal("ran two words\n", await EndAsync(second));
        Assert.Equal(["build"], Calls);
    }

    [Fact]
    public async Task What_is_built_runs_as_it_is_until_a_source_is_newer()
    {
        Write("tools/go", "");
        for (var times = 0; times < 2; times++)
        {
            using var again = Start("x");
            Assert.Equal("ran x\n", await EndAsync(again));
        }
        Assert.Equal(["build"], Calls);
        File.SetLastWriteTimeUtc(Place("src/Nomad.Agent/Program.cs"), File.GetLastWriteTimeUtc(Place("artifacts/nomad.built")).AddSeconds(1));
        using var changed = Start("y");
        Assert.Equal("ran y\n", await EndAsync(changed));
        Assert.Equal(["build", "build"], Calls);
    }

    [Fact]
    public async Task A_build_that_fails_is_shown_and_tried_again_the_next_time()
    {
        Write("tools/go", "");
        Write("tools/broken", "");
        using var failing = Start();
        var error = await failing.StandardError.ReadToEndAsync().WaitAsync(Eventually.Patience);
        await failing.WaitForExitAsync().WaitAsync(Eventually.Patience);
        Assert.Equal(1, failing.ExitCode);
        Assert.Contains("error CS0000: broken", error);
        File.Delete(Place("tools/broken"));
        using var mended = Start("z");
        Assert.Equal("ran z\n", await EndAsync(mended));
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private string[] Calls => File.ReadAllLines(Place("tools/calls"));

    private string Place(string relative) => Path.Combine(root, relative);

    private void Write(string relative, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Place(relative))!);
        File.WriteAllText(Place(relative), text);
    }

    private Process Start(params string[] words)
    {
        var start = new ProcessStartInfo("/bin/bash", [Place("nomad"), .. words]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{Place("tools")}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["NOMAD_ARTIFACTS"] = Place("artifacts");
        return Process.Start(start)!;
    }

    // What it printed; its exit code is that of the program it became.
    private static async Task<string> EndAsync(Process process)
    {
        var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(Eventually.Patience);
        await process.WaitForExitAsync().WaitAsync(Eventually.Patience);
        Assert.Equal(7, process.ExitCode);
        return output;
    }
}
