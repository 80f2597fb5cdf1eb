using Nomad.Jobspec.Schema;

namespace Nomad.Surface.Tests;

public sealed class Compatibility_page
{
    [Fact]
    public void Says_what_the_code_declares()
    {
        var path = Path.Combine(Repository.Root, "docs/compatibility.md");
        var page = CompatibilityPage.Write();
        if (Environment.GetEnvironmentVariable("NOMAD_REWRITE") == "1")
            File.WriteAllText(path, page);
        Assert.True(File.Exists(path) && File.ReadAllText(path) == page, "docs/compatibility.md is out of date: run this test once with NOMAD_REWRITE=1");
    }

    [Fact]
    public void Every_command_of_the_original_is_answered_by_name() =>
        Assert.Empty(CommandSurface.Rows().Where(row => row.Name.Length == 0 && row.Standing == Standing.Unknown).Select(row => row.Section));

    [Fact]
    public void Every_route_of_the_original_is_answered() =>
        Assert.Empty(RouteSurface.Rows().Where(row => row.Standing == Standing.Unknown).Select(row => $"{row.Name} {row.Section}"));

    [Fact]
    public void Every_job_attribute_is_read() => Assert.Empty(JobSurface.Rows().Where(row => row.Standing == Standing.Unknown).Select(row => $"{row.Section} {row.Name}"));

    // A path that leads nowhere would hide what it means to tell.
    [Fact]
    public void Everything_said_to_be_without_effect_is_an_attribute_of_the_original()
    {
        var known = JobSurface.Rows().Select(row => row.Name.Length > 0 ? $"{row.Section}.{row.Name}" : row.Section).ToHashSet();
        Assert.Empty(UnbuiltBlocks.All.SelectMany(block => block.Paths).Where(path => !known.Contains(path)));
    }

    [Fact]
    public void Every_configuration_key_is_read_or_noticed() =>
        Assert.Empty(ConfigurationSurface.Rows().Where(row => row.Standing == Standing.Unknown).Select(row => $"{row.Section} {row.Name}"));
}
