using System.Text.RegularExpressions;
using Nomad.Configuration.Reading;

namespace Nomad.Surface.Tests;

/// <summary>A key of the configuration has an effect, or a notice says that it has none: never is one read and forgotten.</summary>
public sealed partial class Settings_and_their_effect
{
    /// <summary>Keys of older releases, which have a warning of their own, and what the reader itself makes use of.</summary>
    private static readonly string[] Otherwise = ["server.protocol_version", "bind_addr"];

    [Fact]
    public void What_the_program_does_not_look_at_has_a_notice()
    {
        var program = string.Join('\n', Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src")).Where(project => !project.EndsWith("Nomad.Configuration", StringComparison.Ordinal))
            .SelectMany(project => Repository.Sources(Path.GetRelativePath(Repository.Root, project))));
        var silent = new List<string>();
        var seen = 0;
        foreach (var source in Repository.Sources("src/Nomad.Configuration/Settings").Append(Repository.Read("src/Nomad.Configuration/AgentConfiguration.cs")))
        {
            foreach (Match property in Property().Matches(source))
            {
                seen++;
                var (key, name) = (property.Groups["key"].Value, property.Groups["name"].Value);
                if (!Regex.IsMatch(program, $@"\.\s*{name}\b|\b{name}: ") && !UnbuiltKeys.Covers(key) && !Otherwise.Contains(key))
                    silent.Add($"{key} ({name})");
            }
        }
        Assert.True(seen > 300, $"only {seen} settings were found");
        Assert.Equal("", string.Join('\n', silent));
    }

    [GeneratedRegex(@"<summary>(The )?<c>(?<key>[a-z0-9_.<>]+)</c>(?:(?!<summary>)[\s\S])*?public (?:required )?[^\n{(]+? (?<name>\w+) \{ get")]
    private static partial Regex Property();
}
