using System.Text.RegularExpressions;

namespace Nomad.Tidy.Tests;

/// <summary>The page of lessons promises tests: each one it names is there.</summary>
public sealed partial class LessonTests
{
    private const string Page = "docs/lessons.md";

    [Fact]
    public void Every_test_named_in_the_lessons_exists()
    {
        var existing = Repository.Files("*.cs", "tests").SelectMany(file => TestMethod().Matches(Repository.Read(file))).Select(found => found.Groups[1].Value).ToHashSet();
        var named = NamedTest().Matches(Repository.Read(Page)).Select(found => found.Groups[1].Value).Distinct().ToList();
        Assert.NotEmpty(named);
        Assert.Empty(named.Where(name => !existing.Contains(name)));
    }

    [Fact]
    public void Every_class_names_a_test()
    {
        var rows = Repository.Lines(Page).Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| class |", StringComparison.Ordinal));
        Assert.Empty(rows.Where(row => !NamedTest().IsMatch(row)));
    }

    [GeneratedRegex(@"(?:async Task|void|Task) ([A-Z]\w*_\w+)\(")]
    private static partial Regex TestMethod();

    [GeneratedRegex(@"`([A-Z]\w*_\w+)`")]
    private static partial Regex NamedTest();
}
