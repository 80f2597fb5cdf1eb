using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Nomad.Conformance.Hardship;
using Nomad.Conformance.Running;

namespace Nomad.Conformance;

/// <summary>What the <c>gc_*</c> keys and <c>max_kill_timeout</c> of a client do in an agent at work.</summary>
public sealed class NodeLimitTests
{
    /// <summary>A file system of which ended allocations alone take next to nothing.</summary>
    private const int DiskMegabytes = 64;

    [Fact]
    public async Task Ended_allocations_go_when_there_are_more_than_gc_max_allocs()
    {
        using var folder = new HardFolder();
        await using var agent = await StartAsync(folder, "gc_max_allocs = 2");
        for (var number = 0; number < 4; number++)
            await EndedAsync(agent, $"short-{number}");
        await agent.UntilAsync("two are left", () => Task.FromResult(Folders(folder.Data) == 2));
        await SaysAsync(agent, @"marking allocation for garbage collection: alloc_id=[0-9a-f-]{36} reason=""number of allocations \(3\) is over the limit \(2\)""");
    }

    [Fact]
    public Task Ended_allocations_go_at_the_interval_when_the_disk_is_fuller_than_its_threshold() => GoesWhenAsync((Disk: 70, Inodes: 99), "disk usage", (disk, _) =>
        File.WriteAllBytes(Path.Combine(disk, "filler"), new byte[DiskMegabytes * 1024 * 1024 * 3 / 4]));

    [Fact]
    public Task Ended_allocations_go_when_more_inodes_are_in_use_than_the_threshold_allows() => GoesWhenAsync((Disk: 99, Inodes: 60), "inode usage", (disk, isThere) =>
    {
        var files = Directory.CreateDirectory(Path.Combine(disk, "files")).FullName;
        try
        {
            for (var number = 0; isThere(); number++)
                File.Create(Path.Combine(files, $"{number}")).Dispose();
        }
        catch (IOException)
        {
            // No inode is left: all the more reason.
        }
    });

    private static async Task GoesWhenAsync((int Disk, int Inodes) thresholds, string reason, Action<string, Func<bool>> fill)
    {
        using var folder = new HardFolder();
        await using var disk = await SmallDisk.MountAsync(folder.Root, DiskMegabytes);
        folder.UseData(disk.Path + "/data");
        await using var agent = await StartAsync(folder, $"""
            gc_interval              = "1s"
            gc_disk_usage_threshold  = {thresholds.Disk}
            gc_inode_usage_threshold = {thresholds.Inodes}
            """);
        await EndedAsync(agent, "short");
        Assert.Equal(1, Folders(disk.Path + "/data"));
        fill(disk.Path, () => Folders(disk.Path + "/data") > 0);
        await agent.UntilAsync("it is collected", () => Task.FromResult(Folders(disk.Path + "/data") == 0));
        await SaysAsync(agent, $@"reason=""{reason} of \d+ is over gc threshold of {Math.Min(thresholds.Disk, thresholds.Inodes)}""");
    }

    [Fact]
    public async Task A_task_gets_no_more_time_to_end_than_max_kill_timeout()
    {
        using var folder = new HardFolder();
        await using var agent = await StartAsync(folder, "max_kill_timeout = \"2s\"");
        await RegisterAsync(agent, "deaf", "service", """trap '' INT TERM; while true; do sleep 1; done""", """
            "KillTimeout": 600000000000,
            """);
        await agent.UntilAsync("it runs", async () => await StatusAsync(agent, "deaf") == "running");
        var clock = Stopwatch.StartNew();
        using var stopped = await agent.Http.DeleteAsync("/v1/job/deaf");
        await agent.UntilAsync("it is ended by force", async () => await StatusAsync(agent, "deaf") == "complete");
        Assert.True(clock.Elapsed >= TimeSpan.FromSeconds(2), $"it had only {clock.Elapsed}");
        Assert.Contains("Sent interrupt. Waiting 2s before force killing", await agent.Http.GetStringAsync("/v1/job/deaf/allocations"));
    }

    private static Task<DevAgent> StartAsync(HardFolder folder, string client) => folder.StartAsync($"client {{\n{client}\n}}\n");

    private static Task SaysAsync(DevAgent agent, string pattern) =>
        agent.UntilAsync($"the log says {pattern}", () => Task.FromResult(Regex.IsMatch(agent.Output, pattern)));

    private static int Folders(string data) => Directory.GetDirectories(Path.Combine(data, "alloc")).Length;

    private static async Task EndedAsync(DevAgent agent, string id)
    {
        await RegisterAsync(agent, id, "batch", "true", "");
        await agent.UntilAsync($"{id} has ended", async () => await StatusAsync(agent, id) == "complete");
    }

    private static async Task RegisterAsync(DevAgent agent, string id, string type, string script, string more)
    {
        using var answer = await agent.Http.PutAsync("/v1/jobs", new StringContent($$$"""
            {"Job": {"ID": "{{{id}}}", "Type": "{{{type}}}", "Datacenters": ["dc1"], "TaskGroups": [{"Name": "g", "EphemeralDisk": {"SizeMB": 12}, "Tasks": [{"Name": "t", {{{more}}} "Driver": "raw_exec",
              "LogConfig": {"MaxFiles": 1, "MaxFileSizeMB": 1}, "Config": {"command": "/bin/sh", "args": ["-c", "{{{script}}}"]}, "Resources": {"CPU": 20, "MemoryMB": 20}}]}]}}
            """));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<string> StatusAsync(DevAgent agent, string id)
    {
        using var allocations = JsonDocument.Parse(await agent.Http.GetStringAsync($"/v1/job/{id}/allocations"));
        return allocations.RootElement.GetArrayLength() > 0 ? allocations.RootElement[0].GetProperty("ClientStatus").GetString()! : "";
    }
}
