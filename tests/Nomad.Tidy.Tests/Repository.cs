namespace Nomad.Tidy.Tests;

/// <summary>The repository as text: where it lies and which files belong to it.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> Files(string pattern, params string[] folders) =>
        folders.SelectMany(folder => Directory.Exists(Path.Combine(Root, folder))
            ? Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            : [])
            .Select(path => Path.GetRelativePath(Root, path))
            .Where(path => !path.Split('/').Any(part => part is "obj" or "bin" or "artifacts"))
            .Order(StringComparer.Ordinal);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Nomad.slnx")))
                return at.FullName;
        }
        // Built into a folder outside the tree: the caller says where the tree is, else the current folder is inside it.
        for (var at = new DirectoryInfo(Environment.GetEnvironmentVariable("NOMAD_ROOT") ?? Directory.GetCurrentDirectory()); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Nomad.slnx")))
                return at.FullName;
        }
        throw new InvalidOperationException("Nomad.slnx is in none of the folders above; set NOMAD_ROOT");
    }
}
