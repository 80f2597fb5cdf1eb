using Nomad.Client.Fingerprinting;
using Nomad.Model.Logging;
using Nomad.Model.Nodes;

namespace Nomad.Client.Tests.Fingerprinting;

public sealed class FingerprintTests
{
    [Fact]
    public async Task This_machine_has_every_attribute_of_the_list_that_any_linux_has()
    {
        using var scratch = new Scratch();
        var facts = await FingerprintSet.Create(Options(scratch), new HostFiles(), TimeProvider.System, NoLog.Instance).RunAsync(CancellationToken.None);
        string[] expected =
        [
            "cpu.arch", "cpu.numcores", "cpu.frequency", "cpu.reservablecores", "cpu.totalcompute", "cpu.usablecompute", "numa.node.count", "numa.node0.cores",
            "kernel.name", "kernel.arch", "kernel.version", "os.name", "os.version", "unique.hostname", "memory.totalbytes", "unique.network.ip-address",
            "nomad.version", "nomad.service_discovery", "unique.advertise.address", "plugins.host_volume.mkdir.version", "os.signals",
            "unique.storage.volume", "unique.storage.bytestotal",
        ];
        Assert.Empty(expected.Except(facts.Attributes.Keys));
        Assert.True(facts is { TotalCompute: > 0, MemoryMegabytes: > 0, DiskMegabytes: > 0, NodeNetworks.Count: > 0 });
    }

    [Fact]
    public async Task Cores_speed_and_numa_come_from_the_kernels_files()
    {
        using var scratch = new Scratch();
        scratch.File("sys/devices/system/cpu/online", "0-3\n");
        scratch.File("sys/devices/system/node/online", "0-1\n");
        scratch.File("sys/devices/system/node/node0/cpulist", "0-1\n");
        scratch.File("sys/devices/system/node/node1/cpulist", "2-3\n");
        scratch.File("sys/devices/system/cpu/cpu0/cpufreq/base_frequency", "2500000\n");
        scratch.File("proc/cpuinfo", "model name\t: Test CPU\ncpu MHz\t\t: 2000.5\n");
        var facts = new NodeFacts();
        await new CpuFingerprint(new HostFiles(scratch.Path), Options(scratch) with { ReservedCores = "3", ReservedCpu = 100 })
            .InspectAsync(facts, CancellationToken.None);
        Assert.Equal("Test CPU", facts.Attributes["cpu.modelname"]);
        Assert.Equal("8500", facts.Attributes["cpu.totalcompute"]);
        Assert.Equal("6400", facts.Attributes["cpu.usablecompute"]);
        Assert.Equal("2-3", facts.Attributes["numa.node1.cores"]);
        Assert.Equal([0, 1, 2], facts.ReservableCores);
        Assert.Equal(1, facts.Topology!.Cores![2].NodeID);
    }

    [Fact]
    public async Task The_memory_node_of_each_device_is_told_where_there_are_several()
    {
        using var scratch = new Scratch();
        scratch.File("sys/devices/system/cpu/online", "0-3\n");
        scratch.File("sys/devices/system/node/online", "0\n");
        foreach (var (address, kind, node) in ((string, string, string)[])
            [("0000:3b:00.0", "0x030200", "1"), ("0000:00:01.0", "0x060400", "0"), ("0000:00:04.0", "0x088000", "0"), ("0000:17:00.1", "0x020000", "0"), ("0000:05:00.0", "0x010802", "-1")])
        {
            scratch.File($"sys/bus/pci/devices/{address}/class", kind + "\n");
            scratch.File($"sys/bus/pci/devices/{address}/numa_node", node + "\n");
        }
        Assert.Null((await TopologyAsync()).BusAssociativity);
        scratch.File("sys/devices/system/node/online", "0-1\n");
        Assert.Equal([new("0000:17:00.1", 0), new("0000:3b:00.0", 1)], (await TopologyAsync()).BusAssociativity!);

        async Task<Topology> TopologyAsync()
        {
            var facts = new NodeFacts();
            await new CpuFingerprint(new HostFiles(scratch.Path), Options(scratch)).InspectAsync(facts, CancellationToken.None);
            return facts.Topology!;
        }
    }

    [Theory]
    [InlineData("sys/fs/cgroup/cgroup.controllers", "2")]
    [InlineData("sys/fs/cgroup/memory/tasks", "1")]
    [InlineData("nothing", "")]
    public void Cgroup_versions_are_told_apart(string file, string version)
    {
        using var scratch = new Scratch();
        scratch.File(file, "");
        Assert.Equal(version, CgroupFingerprint.Version(new HostFiles(scratch.Path)));
    }

    [Fact]
    public void Lists_of_the_operator_choose_fingerprints()
    {
        var options = new Dictionary<string, string> { ["fingerprint.denylist"] = "env_aws, env_gce" };
        Assert.False(FingerprintSet.Allowed("env_gce", options));
        Assert.True(FingerprintSet.Allowed("cpu", options));
        Assert.False(FingerprintSet.Allowed("exec", new Dictionary<string, string> { ["driver.whitelist"] = "raw_exec" }, "driver"));
    }

    [Theory]
    [InlineData("0-3,7", "0-3,7")]
    [InlineData("7,1,0", "0-1,7")]
    [InlineData("x,-,2", "2")]
    public void Sets_of_numbers_read_and_write(string text, string canonical) => Assert.Equal(canonical, NumberSet.Format(NumberSet.Parse(text)));

    private static ClientOptions Options(Scratch scratch) =>
        new() { StateDir = scratch.Path, AllocDir = scratch.Path, HttpAddress = "127.0.0.1:4646" };
}
