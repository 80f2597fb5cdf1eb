using Nomad.Model.Jobs;

namespace Nomad.Model.Tests.Jobs;

public sealed class Job_comparison
{
    private static Job Web(int count = 1) => new()
    {
        ID = "web", Datacenters = ["*"], TaskGroups = [new TaskGroup { Name = "app", Count = count, Tasks = [new JobTask { Name = "server" }] }],
    };

    [Fact]
    public void Ignores_what_the_servers_own()
    {
        var stored = Web() with
        {
            Status = "running",
            StatusDescription = "x",
            Stable = true,
            Version = 4,
            CreateIndex = 1,
            ModifyIndex = 2,
            JobModifyIndex = 3,
            SubmitTime = 5,
            VersionTag = new JobVersionTag { Name = "golden" },
        };
        Assert.True(stored.SpecEquals(Web()));
    }

    [Fact]
    public void Sees_every_other_difference()
    {
        Assert.False(Web().SpecEquals(Web(count: 2)));
        Assert.False(Web().SpecEquals(Web() with { Stop = true }));
        Assert.False(Web().SpecEquals(Web() with { Priority = 60 }));
        Assert.False(Web().SpecEquals(Web() with { Meta = new Dictionary<string, string> { ["a"] = "b" } }));
    }
}
