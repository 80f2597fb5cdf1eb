using System.Runtime.CompilerServices;

namespace Nomad.Surface.Tests;

/// <summary>The repository as text.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>A list of what the original has: rows of cells, without the heading.</summary>
    public static IEnumerable<string[]> List(string name) =>
        File.ReadLines(Path.Combine(Root, "tests/Nomad.Surface.Tests/Lists", name)).Skip(1).Select(line => line.Split('\t'));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText);

    private static string FindRoot([CallerFilePath] string source = "")
    {
        // Where the tests run, else where they were built.
        foreach (var start in new[] { Environment.GetEnvironmentVariable("NOMAD_ROOT"), AppContext.BaseDirectory, Directory.GetCurrentDirectory(), Path.GetDirectoryName(source) })
        {
            for (var at = start is { Length: > 0 } ? new DirectoryInfo(start) : null; at is not null; at = at.Parent)
            {
                if (File.Exists(Path.Combine(at.FullName, "Nomad.slnx")))
                    return at.FullName;
            }
        }
        throw new InvalidOperationException("Nomad.slnx is in none of the folders above; set NOMAD_ROOT");
    }
}
