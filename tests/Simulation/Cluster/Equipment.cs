using Nomad.Model.Nodes;
using Nomad.Model.Volumes;
using Nomad.Simulation.Workload;

namespace Nomad.Simulation.Cluster;

/// <summary>What a client's machine has. Its volumes come and go in worlds that have any.</summary>
internal sealed class Equipment(Datacenter site, string name, string nodeId, int number)
{
    /// <summary>Which rack it stands in: what some volumes depend on.</summary>
    public string Rack { get; } = $"r{number % 2}";

    /// <summary>Counts the changes: the client registers anew when it has told of fewer.</summary>
    public int Changes { get; private set; }

    private bool hasShelf = true;
    private bool isShelfLocked;
    private bool isPluginHealthy = true;

    /// <summary>A host volume is taken away, becomes one that is only read, or the plugin fails; or the reverse of it.</summary>
    public void Change(int dice)
    {
        (hasShelf, isShelfLocked, isPluginHealthy) = dice switch
        {
            < 30 => (!hasShelf, isShelfLocked, isPluginHealthy),
            < 50 => (hasShelf, !isShelfLocked, isPluginHealthy),
            _ => (hasShelf, isShelfLocked, !isPluginHealthy),
        };
        Changes++;
    }

    public void Mend()
    {
        (hasShelf, isShelfLocked, isPluginHealthy) = (true, false, true);
        Changes++;
    }

    public Node Describe(string status) => new()
    {
        ID = nodeId,
        SecretID = "secret-" + name,
        Name = name,
        Datacenter = "dc1",
        NodePool = "default",
        Status = status,
        Attributes = new Dictionary<string, string> { ["driver.mock_driver"] = "1", ["kernel.name"] = "linux", ["rack"] = Rack },
        Drivers = new Dictionary<string, DriverInfo> { ["mock_driver"] = new() { Detected = true, Healthy = true } },
        NodeResources = new NodeResources
        {
            Cpu = new LegacyNodeCpuResources { CpuShares = 2000, TotalCpuCores = 4, ReservableCpuCores = [0, 1, 2, 3] },
            Memory = new NodeMemoryResources { MemoryMB = 2048 },
            Disk = new NodeDiskResources { DiskMB = 100_000 },
            NodeNetworks = [new NodeNetworkResource { Mode = "host", Addresses = [new NodeNetworkAddress { Alias = "default", Address = $"10.0.1.{number % 100}" }] }],
            Devices = [new NodeDeviceResource { Vendor = "acme", Type = "gpu", Name = "small", Instances = [.. Enumerable.Range(1, 2).Select(each => new NodeDevice { ID = $"gpu-{each}", Healthy = true })] }],
        },
        HostVolumes = site.HasVolumes ? HostVolumes() : null,
        CSINodePlugins = site.HasVolumes ? Plugins() : null,
    };

    // Not all have a shelf at all; a book is everywhere; of the slots each machine has one.
    private Dictionary<string, ClientHostVolumeConfig> HostVolumes()
    {
        var volumes = new Dictionary<string, ClientHostVolumeConfig> { [VolumeWork.Book] = new() { Name = VolumeWork.Book, Path = "/book", ReadOnly = true } };
        var slot = $"{VolumeWork.Slot}[{number % VolumeWork.Slots}]";
        volumes[slot] = new ClientHostVolumeConfig { Name = slot, Path = "/slot" };
        if (hasShelf && number % VolumeWork.Slots != 0)
            volumes[VolumeWork.Shelf] = new ClientHostVolumeConfig { Name = VolumeWork.Shelf, Path = "/shelf", ReadOnly = isShelfLocked };
        return volumes;
    }

    private Dictionary<string, CSIInfo> Plugins() => new()
    {
        [VolumeWork.Plugin] = new CSIInfo
        {
            PluginID = VolumeWork.Plugin, Healthy = isPluginHealthy, Provider = "sim", ProviderVersion = "1",
            NodeInfo = new CSINodeInfo
            {
                ID = name, MaxVolumes = VolumeWork.MostOnNode,
                AccessibleTopology = new CSITopology { Segments = new Dictionary<string, string> { ["rack"] = Rack } },
            },
        },
    };
}
