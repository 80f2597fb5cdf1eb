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
    public void Every_job_attribute_is_read() => Assert.Empty(JobSurface.Rows().Where(row => row.Standing == Standing.Unknown).Select(row => $"{row.Section} {row.Name}"));

    [Fact]
    public void Every_configuration_key_is_read_or_noticed() =>
        Assert.Empty(ConfigurationSurface.Rows().Where(row => row.Standing == Standing.Unknown).Select(row => $"{row.Section} {row.Name}"));
}
