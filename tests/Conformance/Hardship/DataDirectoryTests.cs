namespace Nomad.Conformance.Hardship;

/// <summary>Folders and disks an agent cannot write to: one line that names the path, and reads go on.</summary>
public sealed class DataDirectoryTests
{
    [Fact]
    public async Task Data_dir_that_is_a_file_is_refused_by_name()
    {
        using var folder = new HardFolder();
        folder.UseData(folder.Write("taken", "a file"));
        Assert.Contains($"data_dir \"{folder.Root}/taken\" is a file", await folder.RefusedAsync());
    }

    [Fact]
    public async Task Data_dir_that_cannot_be_made_is_refused_by_name()
    {
        using var folder = new HardFolder();
        folder.UseData("/proc/nomad-data");
        Assert.Contains("data_dir \"/proc/nomad-data\" cannot be written", await folder.RefusedAsync());
    }

    [Fact]
    public async Task Full_disk_is_refused_by_name()
    {
        using var folder = new HardFolder();
        await using var disk = await SmallDisk.MountAsync(folder.Root, megabytes: 8);
        disk.Fill();
        folder.UseData(disk.Path + "/data");
        var line = await folder.RefusedAsync();
        Assert.Contains($"data_dir \"{disk.Path}/data\"", line);
        Assert.Contains("No space left on device", line);
    }

    [Fact]
    public async Task Disk_that_fills_while_running_is_reported_and_reads_go_on()
    {
        using var folder = new HardFolder();
        await using var disk = await SmallDisk.MountAsync(folder.Root, megabytes: 16);
        folder.UseData(disk.Path + "/data");
        await using var agent = await folder.StartAsync();
        using var first = await agent.Http.PutAsync("/v1/jobs", JobDocument.Batch("before", "nowhere"));
        Assert.True(first.IsSuccessStatusCode);
        disk.Fill();
        var count = 0;
        await agent.UntilAsync("a write is refused", async () =>
        {
            using var answer = await agent.Http.PutAsync("/v1/jobs", JobDocument.Batch($"more-{count++}", "nowhere"));
            return !answer.IsSuccessStatusCode;
        });
        await agent.UntilAsync("the agent says why", () => Task.FromResult(
            agent.Output.Contains("[ERROR]", StringComparison.Ordinal) && agent.Output.Contains("No space left on device", StringComparison.Ordinal)));
        var status = await agent.RunAsync("job", "status", "before");
        Assert.Equal(0, status.ExitCode);
        Assert.Contains("before", status.Out);
    }
}
