using System.Text;

namespace Nomad.Raft.Tests.Consensus;

/// <summary>
/// Conversations of cores, as text: in <c>Scripts/*.txt</c> each line that starts with <c>&gt;</c> is a command, the lines below it
/// what follows from it. Run with RAFT_SCRIPTS_REWRITE=1 to write the answers anew, then read the difference.
/// </summary>
public sealed class ScriptTests
{
    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder(), "*.txt").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_conversation_goes_as_written(string name)
    {
        var path = Path.Combine(Folder(), name);
        var text = File.ReadAllText(path);
        var stage = new ScriptStage();
        var actual = new StringBuilder();
        foreach (var line in text.Split('\n').Where(line => line.Length > 0 && line[0] is '>' or '#'))
        {
            actual.Append(line).Append('\n');
            if (line[0] == '>')
            {
                actual.Append(stage.Run(line[1..].Split(' ', StringSplitOptions.RemoveEmptyEntries)));
            }
        }

        if (Environment.GetEnvironmentVariable("RAFT_SCRIPTS_REWRITE") == "1")
        {
            File.WriteAllText(path, actual.ToString());
        }

        Assert.Equal(text, actual.ToString());
    }

    private static string Folder([System.Runtime.CompilerServices.CallerFilePath] string here = "")
    {
        // deterministic builds map the path of the sources to a relative one
        var relative = Path.Combine("tests", "Nomad.Raft.Tests", "Scripts");
        if (File.Exists(here))
        {
            return Path.Combine(Path.GetDirectoryName(here)!, "..", "Scripts");
        }

        for (var folder = Environment.CurrentDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Directory.Exists(Path.Combine(folder, relative)))
            {
                return Path.Combine(folder, relative);
            }
        }

        return Path.Combine(AppContext.BaseDirectory, "Scripts");
    }
}
