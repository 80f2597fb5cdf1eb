using Nomad.Client.Tasks.Hooks;
using Nomad.Model.Allocations;
using Nomad.Model.Jobs;
using Nomad.Model.Nodes;

namespace Nomad.Client.Tests.Tasks;

public sealed class VolumesHookTests
{
    [Theory]
    [InlineData(true, "web.g[2]", "/volumes/two")]
    [InlineData(false, "web.g[2]", "/volumes/all")]
    public async Task An_allocation_mounts_the_volume_with_its_own_index_when_each_has_one(bool perAlloc, string name, string path)
    {
        var setup = Setup(perAlloc, name);
        await new VolumesHook().PrestartAsync(setup, TestContext.Current.CancellationToken);
        var mount = Assert.Single(setup.Mounts);
        Assert.Equal((path, "/data"), (mount.HostPath, mount.TaskPath));
    }

    [Fact]
    public async Task The_volume_that_is_missing_is_named_with_its_index()
    {
        var problem = await Assert.ThrowsAsync<TaskHookException>(async () => await new VolumesHook().PrestartAsync(Setup(true, "web.g[3]"), TestContext.Current.CancellationToken));
        Assert.Equal("host volume \"data[3]\" is not configured on this client", problem.Message);
    }

    // The step reads nothing else.
    private static TaskSetup Setup(bool perAlloc, string name)
    {
        var group = new TaskGroup { Name = "g", Volumes = new Dictionary<string, VolumeRequest> { ["v"] = new() { Type = VolumeTypes.Host, Source = "data", PerAlloc = perAlloc } } };
        return new TaskSetup
        {
            Allocation = new Allocation { ID = "a", Name = name }, Group = group, Task = new JobTask { Name = "t", VolumeMounts = [new() { Volume = "v", Destination = "/data" }] },
            Options = new ClientOptions
            {
                StateDir = "/none", AllocDir = "/none",
                HostVolumes = [new() { Name = "data", Path = "/volumes/all" }, new() { Name = "data[2]", Path = "/volumes/two" }],
            },
            Folder = null!, Driver = null!, HostView = null!, Record = null!,
        };
    }
}
