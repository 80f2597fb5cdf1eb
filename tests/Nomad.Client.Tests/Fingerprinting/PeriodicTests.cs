using System.Collections.Concurrent;
using Nomad.Client.Fingerprinting;
using Nomad.Client.Tests.Allocations;
using Nomad.Model.Logging;

namespace Nomad.Client.Tests.Fingerprinting;

public sealed class PeriodicTests
{
    [Fact]
    public async Task Cgroups_that_are_mounted_or_go_later_are_seen_and_what_stays_is_not_told()
    {
        using var scratch = new Scratch();
        using var stop = new CancellationTokenSource();
        var (time, told) = (new ManualTime(), new ConcurrentQueue<string>());
        var cgroup = new CgroupFingerprint(new HostFiles(scratch.Path));
        var running = new PeriodicFingerprints(new FingerprintSet([cgroup], time, NoLog.Instance), time, NoLog.Instance)
        {
            Changed = (before, now) => told.Enqueue($"{Version(before)}>{Version(now)}"),
        }.RunAsync(stop.Token);
        time.Advance(cgroup.Period * 3);
        var file = scratch.File("sys/fs/cgroup/cgroup.controllers", "cpu memory");
        await time.AdvanceUntilAsync(cgroup.Period, () => told.Count == 1, "the mount");
        time.Advance(cgroup.Period * 3);
        File.Delete(file);
        await time.AdvanceUntilAsync(cgroup.Period, () => told.Count == 2, "the end of the mount");
        Assert.Equal([">2", "2>"], told);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Eventually.Patience));
    }

    [Fact]
    public void Facts_say_whether_something_came_of_new_ones()
    {
        var facts = new NodeFacts();
        facts.Set("cpu.arch", "amd64");
        Assert.False(facts.Replace(new NodeFacts(), new NodeFacts()));
        Assert.False(facts.Replace(new NodeFacts(), A("cpu.arch", "amd64")));
        Assert.True(facts.Replace(A("gone", "1"), A("os.cgroups.version", "2")) && facts.Attributes["os.cgroups.version"] == "2");
        Assert.True(facts.Replace(A("os.cgroups.version", "2"), new NodeFacts()));
        Assert.Equal(["cpu.arch"], facts.Attributes.Keys);
    }

    // The driver is the real one: its container runtime is a name that the test puts on the machine, and takes away.
    [Fact]
    public async Task A_driver_that_becomes_usable_later_joins_the_node_and_one_that_is_no_longer_leaves_it()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "a root user is needed to install a program");
        var runtime = new[] { "/usr/bin/crun", "/usr/sbin/runc", "/usr/bin/runc" }.FirstOrDefault(File.Exists);
        Assert.SkipWhen(runtime is null, "the package crun or runc is missing");
        var time = new ManualTime();
        var name = $"nomad-test-runtime-{Guid.NewGuid():N}";
        var installed = Path.Combine("/usr/local/bin", name);
        await using var node = await ClientNode.StartAsync(options => options with { Time = time, ContainerRuntimes = [name] }, time);
        Assert.False(node.Servers.Node!.Attributes!.ContainsKey("driver.exec"));
        Assert.Contains("no container runtime is installed", node.Servers.Node.Drivers!["exec"].HealthDescription);
        try
        {
            File.CreateSymbolicLink(installed, runtime!);
            await time.AdvanceUntilAsync(TimeSpan.FromSeconds(5), () => node.Servers.Node.Attributes!.ContainsKey("driver.exec"), "the driver");
            Assert.True(node.Servers.Node.Drivers!["exec"] is { Detected: true, Healthy: true });
        }
        finally
        {
            File.Delete(installed);
        }
        await time.AdvanceUntilAsync(TimeSpan.FromSeconds(5), () => !node.Servers.Node.Attributes!.ContainsKey("driver.exec"), "the end of the driver");
        Assert.False(node.Servers.Node.Drivers!["exec"].Detected);
        Assert.Equal(3, node.Servers.Registered.Count());
    }

    private static string Version(NodeFacts facts) => facts.Attributes.GetValueOrDefault("os.cgroups.version", "");

    private static NodeFacts A(string name, string value)
    {
        var facts = new NodeFacts();
        facts.Set(name, value);
        return facts;
    }
}
