using System.Xml.Linq;

namespace Nomad.Tidy.Tests;

/// <summary>The arrows between projects (docs/architecture.md): one direction, nothing references the agent.</summary>
public sealed class HouseTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Nomad.Model"] = [],
        ["Nomad.Hcl"] = [],
        ["Nomad.Raft"] = [],
        ["Nomad.Gossip"] = [],
        ["Nomad.Jobspec"] = ["Nomad.Generators", "Nomad.Hcl", "Nomad.Model"],
        ["Nomad.Configuration"] = ["Nomad.Hcl", "Nomad.Model"],
        ["Nomad.Scheduling"] = ["Nomad.Model"],
        ["Nomad.Rpc"] = ["Nomad.Model"],
        ["Nomad.Drivers"] = ["Nomad.Model"],
        ["Nomad.Client"] = ["Nomad.Model", "Nomad.Drivers", "Nomad.Rpc", "Nomad.Jobspec"],
        ["Nomad.Generators"] = [],
        ["Nomad.Server"] = ["Nomad.Generators", "Nomad.Model", "Nomad.Scheduling", "Nomad.Raft", "Nomad.Gossip", "Nomad.Rpc", "Nomad.Jobspec"],
        ["Nomad.Api"] = ["Nomad.Model"],
        ["Nomad.Cli"] = ["Nomad.Api", "Nomad.Hcl", "Nomad.Jobspec", "Nomad.Model"],
        ["Nomad.Agent"] = ["Nomad.Api", "Nomad.Cli", "Nomad.Client", "Nomad.Configuration", "Nomad.Drivers", "Nomad.Hcl", "Nomad.Jobspec",
            "Nomad.Model", "Nomad.Raft", "Nomad.Gossip", "Nomad.Rpc", "Nomad.Scheduling", "Nomad.Server"],
    };

    public static TheoryData<string> Projects => [.. Repository.Files("*.csproj", "src")];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_references_point_one_way(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        Assert.True(Allowed.ContainsKey(name), $"{name} has no place in the house: add it to HouseTests and docs/architecture.md");
        var references = XDocument.Parse(Repository.Read(project)).Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value)).ToArray();
        Assert.Empty(references.Except(Allowed[name]));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Read("Nomad.slnx");
        Assert.Empty(Repository.Files("*.csproj", "src", "tests").Where(project => !solution.Contains(project, StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_source_project_says_in_its_own_page_what_it_is()
    {
        Assert.Empty(Repository.Files("*.csproj", "src").Select(Path.GetDirectoryName)
            .Where(folder => !File.Exists(Path.Combine(Repository.Root, folder!, "README.md"))));
    }
}
