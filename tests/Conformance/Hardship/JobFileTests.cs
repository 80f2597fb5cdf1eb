using System.Diagnostics;
using Nomad.Conformance.Running;

namespace Nomad.Conformance.Hardship;

/// <summary>Job files nobody writes on purpose: a clear message, soon, and nothing of the inside of the program.</summary>
public sealed class JobFileTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(45);

    [Theory]
    [InlineData("empty", "Missing job block")]
    [InlineData("binary", "Invalid character")]
    [InlineData("large", "too large")]
    [InlineData("deep", "Nesting too deep")]
    [InlineData("circle", "depends on itself")]
    [InlineData("directory", "it is a directory")]
    [InlineData("unreadable", "/proc/self/mem")]
    public async Task Hostile_file_is_refused_clearly(string kind, string expected)
    {
        using var folder = new HardFolder();
        var path = Make(folder, kind);
        foreach (var command in new[] { "validate", "run" })
            await RefusedAsync(["job", command, path], expected, null);
        await RefusedAsync(["job", "plan", path], expected, null, 255);
    }

    [Fact]
    public async Task Two_groups_of_one_name_are_refused_by_name()
    {
        using var folder = new HardFolder();
        const string Group = """
              group "twice" {
                task "t" {
                  driver = "raw_exec"
                  config {
                    command = "/bin/true"
                  }
                }
              }

            """;
        var path = folder.Write("twice.nomad.hcl", $"job \"j\" {{\n{Group}{Group}}}\n");
        await using var agent = await DevAgent.StartAsync();
        foreach (var command in new[] { "validate", "run" })
            await RefusedAsync(["job", command, path], "redefines 'twice'", agent.Environment);
    }

    private static string Make(HardFolder folder, string kind)
    {
        switch (kind)
        {
            case "directory":
                return folder.Root;
            case "unreadable":
                return "/proc/self/mem";
            case "binary":
                var bytes = new byte[4096];
                new Random(7).NextBytes(bytes);
                File.WriteAllBytes(Path.Combine(folder.Root, kind), bytes);
                return Path.Combine(folder.Root, kind);
            case "large":
                using (var file = File.Create(Path.Combine(folder.Root, kind)))
                    file.SetLength(64L * 1024 * 1024);
                return Path.Combine(folder.Root, kind);
            default:
                return folder.Write(kind, kind switch
                {
                    "deep" => "job \"d\" {\n  meta = {\n    a = " + new string('[', 20_000) + new string(']', 20_000) + "\n  }\n}\n",
                    "circle" => "locals {\n  a = local.b\n  b = local.a\n}\njob \"c\" {\n  meta {\n    x = local.a\n  }\n}\n",
                    _ => "",
                });
        }
    }

    private static async Task RefusedAsync(string[] arguments, string expected, IReadOnlyDictionary<string, string>? environment, int code = 1)
    {
        var clock = Stopwatch.StartNew();
        var outcome = await NomadProgram.RunAsync(arguments, Path.GetTempPath(), environment);
        var all = outcome.Out + outcome.Error;
        Assert.Equal(code, outcome.ExitCode);
        Assert.Contains(expected, all);
        Assert.DoesNotContain("   at Nomad", all);
        Assert.DoesNotContain("Unhandled", all);
        Assert.True(clock.Elapsed < Soon, $"{string.Join(' ', arguments)} took {clock.Elapsed}");
    }
}
