using Nomad.Conformance.Running;

namespace Nomad.Conformance;

/// <summary>The golden scripts: what a person types and sees. Each runs against an agent of its own.</summary>
public sealed class ScriptTests
{
    public static TheoryData<string> Scripts =>
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Scripts"), "*.txt").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Prints_what_the_script_says(string name)
    {
        var folder = Directory.CreateTempSubdirectory("nomad-script-").FullName;
        try
        {
            foreach (var job in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Scripts", "jobs")))
                File.Copy(job, Path.Combine(folder, Path.GetFileName(job)));
            var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Scripts", name));
            await using var agent = text.Contains("\n$ nomad agent ", StringComparison.Ordinal) ? null : await DevAgent.StartAsync();
            await using var script = new Script(name, agent, folder);
            var (expected, actual) = await script.RunAsync(text);
            Assert.Equal(expected, actual);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
