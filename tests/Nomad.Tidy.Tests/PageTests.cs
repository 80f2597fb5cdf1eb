using System.Text.RegularExpressions;

namespace Nomad.Tidy.Tests;

/// <summary>Pages for people: links lead somewhere and nothing speaks of how the project is made.</summary>
public sealed partial class PageTests
{
    public static TheoryData<string> Pages => [.. Repository.Files("*.md", "docs", "src", "examples"), "README.md"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_somewhere(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page))!;
        var broken = Link().Matches(Repository.Read(page)).Select(m => m.Groups[1].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal))
            .Where(target => !Path.Exists(Path.Combine(folder, target)));
        Assert.Empty(broken);
    }

    [Fact]
    public void The_commands_at_the_root_are_there_and_runnable()
    {
        foreach (var command in new[] { "nomad", "test", "publish", "bench", ".ci/run" })
            Assert.True(File.GetUnixFileMode(Path.Combine(Repository.Root, command)).HasFlag(UnixFileMode.UserExecute), command);
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
