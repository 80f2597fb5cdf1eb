namespace Nomad.Scheduling.Nodes;

/// <summary>The addresses of a node, numbered, with the ports nobody may have. Immutable.</summary>
internal sealed class NodePorts
{
    public const int PortsPerAddress = 65_536;
    private const int DefaultMinDynamicPort = 20_000;
    private const int DefaultMaxDynamicPort = 32_000;

    private readonly List<(string Alias, string Address)> addresses = [];
    private readonly HashSet<int> reserved = [];

    public NodePorts(Node node)
    {
        var resources = node.NodeResources ?? new NodeResources();
        MinDynamic = resources.MinDynamicPort > 0 ? resources.MinDynamicPort : DefaultMinDynamicPort;
        MaxDynamic = resources.MaxDynamicPort > 0 ? resources.MaxDynamicPort : DefaultMaxDynamicPort;
        foreach (var address in resources.NodeNetworks.OrEmpty().SelectMany(network => network.Addresses.OrEmpty()))
        {
            addresses.Add((address.Alias.Length > 0 ? address.Alias : NetworkIndex.DefaultHostNetwork, address.Address));
            Reserve(Number(address.Address), address.ReservedPorts);
        }
        foreach (var network in resources.Networks.OrEmpty())
            if (network.IP.Length > 0 && Number(network.IP) < 0)
                addresses.Add((NetworkIndex.DefaultHostNetwork, network.IP));
        for (var i = 0; i < addresses.Count; i++)
            Reserve(Number(addresses[i].Address), node.ReservedResources?.Networks.ReservedHostPorts ?? "");
    }

    public int MinDynamic { get; }

    public int MaxDynamic { get; }

    /// <summary>Number of an address (several aliases may share it), -1 when the node has none such.</summary>
    public int Number(string address)
    {
        for (var number = 0; number < addresses.Count; number++)
            if (addresses[number].Address == address)
                return number;
        return -1;
    }

    public string Address(int number) => addresses[number].Address;

    /// <summary>Address numbers of a host network, in order.</summary>
    public IEnumerable<int> Of(string alias)
    {
        foreach (var (name, address) in addresses)
            if (name == alias)
                yield return Number(address);
    }

    public bool Has(string alias) => addresses.Exists(entry => entry.Alias == alias);

    public bool IsReserved(int code) => reserved.Count > 0 && reserved.Contains(code);

    /// <summary>The ports an allocation holds here, as codes.</summary>
    public void Collect(AllocatedResources resources, List<int> codes)
    {
        foreach (var port in resources.Shared.Ports.Each())
            Add(codes, port.HostIP, port.Value);
        if (resources.Shared.Ports is null or { Count: 0 })
            foreach (var network in resources.Shared.Networks.Each())
                Collect(network, codes);
        foreach (var (_, task) in resources.Tasks.Each())
            foreach (var network in task.Networks.Each())
                Collect(network, codes);
    }

    private void Collect(NetworkResource network, List<int> codes)
    {
        foreach (var port in network.ReservedPorts.Each())
            Add(codes, network.IP, port.Value);
        foreach (var port in network.DynamicPorts.Each())
            Add(codes, network.IP, port.Value);
    }

    private void Add(List<int> codes, string address, int port)
    {
        var number = Number(address);
        if (number >= 0 && port is > 0 and < PortsPerAddress)
            codes.Add(number * PortsPerAddress + port);
    }

    private void Reserve(int number, string ports)
    {
        foreach (var port in PortSet.Parse(ports) ?? [])
            reserved.Add(number * PortsPerAddress + port);
    }
}
