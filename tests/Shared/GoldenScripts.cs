using System.Text;

namespace Nomad.Testing;

/// <summary>
/// Conversations of cores, as text: in <c>Scripts/*.txt</c> of a test project each line that starts with <c>&gt;</c> is a command, the lines
/// below it what follows from it. Run with NOMAD_REWRITE=1 to write the answers anew, then read the difference.
/// </summary>
internal static class GoldenScripts
{
    public static IEnumerable<string> Names => Directory.GetFiles(Folder, "*.txt").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    /// <summary>Compares a script with what <paramref name="run"/> says to the words of each of its commands.</summary>
    public static void Check(string name, Func<string[], string> run)
    {
        var path = Path.Combine(Folder, name);
        var text = File.ReadAllText(path);
        var actual = new StringBuilder();
        foreach (var line in text.Split('\n').Where(line => line.Length > 0 && line[0] is '>' or '#'))
        {
            actual.Append(line).Append('\n');
            if (line[0] == '>')
                actual.Append(run(line[1..].Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        }
        if (Environment.GetEnvironmentVariable("NOMAD_REWRITE") == "1")
            File.WriteAllText(path, actual.ToString());
        Assert.Equal(text, actual.ToString());
    }

    // Of the sources, where they are in reach; a test program alone has copies beside it.
    private static string Folder
    {
        get
        {
            var relative = Path.Combine("tests", typeof(GoldenScripts).Assembly.GetName().Name!, "Scripts");
            for (var at = Environment.GetEnvironmentVariable("NOMAD_ROOT") ?? Environment.CurrentDirectory; at is not null; at = Path.GetDirectoryName(at))
                if (Directory.Exists(Path.Combine(at, relative)))
                    return Path.Combine(at, relative);
            return Path.Combine(AppContext.BaseDirectory, "Scripts");
        }
    }
}
