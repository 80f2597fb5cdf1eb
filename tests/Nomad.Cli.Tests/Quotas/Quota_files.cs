using Nomad.Cli.Invocation;
using Nomad.Cli.Quotas;
using Nomad.Model.Quotas;

namespace Nomad.Cli.Tests.Quotas;

public sealed class Quota_files
{
    [Fact]
    public void A_file_says_what_each_region_may_use()
    {
        var quota = QuotaFile.Read("q.hcl", """
            name = "small"
            limit {
              region = "global"
              region_limit {
                cpu = 2500
                memory = -1
                device "nvidia/gpu" { count = 2 }
              }
            }
            """);
        var limit = Assert.Single(quota.Limits!);
        Assert.Equal(("small", "global", 2500L, -1L), (quota.Name, limit.Region, limit.RegionLimit!.CPU, limit.RegionLimit.MemoryMB));
        Assert.Equal(new QuotaDevice { Name = "nvidia/gpu", Count = 2 }, Assert.Single(limit.RegionLimit.Devices!));
        Assert.Null(limit.RegionLimit.Cores);
    }

    [Theory]
    [InlineData("limit {}", "one region_limit block")]
    [InlineData("description = \"x\"", "the quota has no name")]
    [InlineData("name = 5", "name is a text")]
    [InlineData("name = \"a\"\nlimit {\n region_limit {\n  cpus = 1\n }\n}", "there is no \"cpus\" here; known: cpu, cores")]
    [InlineData("name = \"a\"\nlimit {\n region_limit {\n  cpu = \"many\"\n }\n}", "cpu is a whole number")]
    public void What_is_wrong_is_told_with_its_place(string text, string problem) =>
        Assert.Contains(problem, Assert.Throws<CommandFailure>(() => QuotaFile.Read("q.hcl", text.StartsWith("limit", StringComparison.Ordinal) ? "name = \"a\"\n" + text : text)).Message);
}
