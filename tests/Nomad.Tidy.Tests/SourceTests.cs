using System.Text.RegularExpressions;

namespace Nomad.Tidy.Tests;

/// <summary>Rules about the text of the sources. A rule without a check is a wish.</summary>
public sealed partial class SourceTests
{
    private const int LongestFile = 400;
    private const int LongestLine = 180;

    private static readonly string[] Sources = [.. Repository.Files("*.cs", "src")];

    /// <summary>Exceptions with their reasons: <c>path limit reason</c> a line.</summary>
    private static readonly Dictionary<string, int> LongFiles = Repository.Lines("tests/Nomad.Tidy.Tests/long-files.txt")
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split(' ', 3))
        .ToDictionary(parts => parts[0], parts => int.Parse(parts[1]));

    [Fact]
    public void Files_stay_short_enough_to_read()
    {
        Assert.Empty(Sources.Select(path => (path, lines: Repository.Lines(path).Length))
            .Where(file => file.lines > LongFiles.GetValueOrDefault(file.path, LongestFile)));
    }

    [Fact]
    public void Lines_stay_short_enough_to_read()
    {
        Assert.Empty(Sources.SelectMany(path => Repository.Lines(path)
            .Select((line, at) => (where: $"{path}:{at + 1}", line))
            .Where(row => row.line.Length > LongestLine && !row.line.Contains("\"", StringComparison.Ordinal))
            .Select(row => row.where)));
    }

    [Fact]
    public void Nothing_says_of_itself_that_it_is_half_done()
    {
        Assert.Empty(Matches(HalfDone()));
    }

    [Fact]
    public void Names_are_nouns_of_the_field()
    {
        Assert.Empty(Matches(EmptyNoun()));
    }

    [Fact]
    public void Namespaces_follow_folders()
    {
        Assert.Empty(Sources.Where(path =>
        {
            var match = NamespaceLine().Match(Repository.Read(path));
            var folder = Path.GetDirectoryName(path)!["src/".Length..].Replace('/', '.');
            return match.Success && match.Groups[1].Value != folder;
        }));
    }

    [Fact]
    public void Pure_projects_read_no_clock_and_no_chance()
    {
        string[] pure = ["src/Nomad.Model/", "src/Nomad.Hcl/", "src/Nomad.Jobspec/", "src/Nomad.Scheduling/", "src/Nomad.Raft/", "src/Nomad.Gossip/"];
        Assert.Empty(Matches(ClockOrChance()).Where(where => pure.Any(folder => where.StartsWith(folder, StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("Nomad.Model", true)]
    [InlineData("Nomad.Hcl", true)]
    [InlineData("Nomad.Jobspec", true)]
    [InlineData("Nomad.Scheduling", true)]
    [InlineData("Nomad.Raft", true)]
    [InlineData("Nomad.Gossip", true)]
    [InlineData("Nomad.Server", true)]
    [InlineData("Nomad.Client", false)]
    public void The_compiler_refuses_clock_and_chance(string project, bool chance)
    {
        Assert.Contains("Microsoft.CodeAnalysis.BannedApiAnalyzers", Repository.Read($"src/{project}/packages.lock.json"));
        var settings = Repository.Read("Directory.Build.props");
        Assert.Equal(chance, settings.Contains($";{project};", StringComparison.Ordinal));
        Assert.Contains("src/BannedSymbols.txt", settings);
        Assert.Contains("src/BannedSymbols.Chance.txt", settings);
        Assert.Contains("P:System.DateTimeOffset.UtcNow;", Repository.Read("src/BannedSymbols.txt"));
        Assert.Contains("P:System.Random.Shared;", Repository.Read("src/BannedSymbols.Chance.txt"));
    }

    [Fact]
    public void There_are_no_regions()
    {
        Assert.Empty(Matches(Region()));
    }

    private static IEnumerable<string> Matches(Regex pattern) => Sources.SelectMany(path => Repository.Lines(path)
        .Select((line, at) => (line, where: $"{path}:{at + 1}"))
        .Where(row => pattern.IsMatch(row.line))
        .Select(row => row.where + ": " + row.line.Trim()));

    [GeneratedRegex(@"NotImplementedException|\bTODO\b|\bFIXME\b|\bHACK\b|not yet implemented")]
    private static partial Regex HalfDone();

    [GeneratedRegex(@"\b(class|record|struct|interface)\s+\w*(Manager|Helper|Helpers|Utils|Utility|Utilities)\b")]
    private static partial Regex EmptyNoun();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"DateTime(Offset)?\.(UtcNow|Now)\b|Guid\.NewGuid\(|Random\.Shared|Thread\.Sleep")]
    private static partial Regex ClockOrChance();

    [GeneratedRegex(@"^\s*#region")]
    private static partial Regex Region();
}
