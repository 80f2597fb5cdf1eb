using Nomad.Model.Allocations;
using Nomad.Model.Jobs;
using Nomad.Model.Nodes;

namespace Nomad.Model.Networks;

/// <summary>
/// Which ports are taken on each address of one node: build it from the node, add the allocations that stay, then ask for ports. Used by
/// the scheduler to choose and by the plan applier to check. Not safe for concurrent use.
/// </summary>
public sealed class NetworkIndex
{
    public const string DefaultHostNetwork = "default";

    private const int DefaultMinDynamicPort = 20_000;
    private const int DefaultMaxDynamicPort = 32_000;

    /// <summary>Random picks before the range is searched in order: an almost full node must not cost luck.</summary>
    private const int RandomTries = 20;

    private readonly Dictionary<string, List<string>> addressesByAlias = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PortSet> usedByAddress = new(StringComparer.Ordinal);
    private readonly int minDynamicPort;
    private readonly int maxDynamicPort;

    public NetworkIndex(Node node)
    {
        var resources = node.NodeResources ?? new NodeResources();
        minDynamicPort = resources.MinDynamicPort > 0 ? resources.MinDynamicPort : DefaultMinDynamicPort;
        maxDynamicPort = resources.MaxDynamicPort > 0 ? resources.MaxDynamicPort : DefaultMaxDynamicPort;
        foreach (var address in resources.NodeNetworks.OrEmpty().SelectMany(network => network.Addresses.OrEmpty()))
        {
            AddAddress(address.Alias, address.Address);
            Reserve(UsedOn(address.Address), address.ReservedPorts);
        }
        foreach (var network in resources.Networks.OrEmpty())
            if (network.IP.Length > 0 && !usedByAddress.ContainsKey(network.IP))
                AddAddress(DefaultHostNetwork, network.IP);
        var hostPorts = node.ReservedResources?.Networks.ReservedHostPorts ?? "";
        foreach (var used in usedByAddress.Values)
            Reserve(used, hostPorts);
    }

    /// <summary>
    /// Takes the ports of an allocation. Null when all were free, else the first collision as <c>label=port</c>; the ports count as taken
    /// either way.
    /// </summary>
    public string? Add(AllocatedResources resources)
    {
        string? collision = null;
        if (resources.Shared.Ports.OrEmpty() is { Count: > 0 } mapped)
        {
            foreach (var port in mapped)
                collision = Take(port.HostIP, port.Label, port.Value, port.IgnoreCollision) ?? collision;
        }
        else
        {
            foreach (var network in resources.Shared.Networks.OrEmpty())
                collision = Take(network) ?? collision;
        }
        foreach (var network in resources.Tasks.OrEmpty().Values.SelectMany(task => task.Networks.OrEmpty()))
            collision = Take(network) ?? collision;
        return collision;
    }

    /// <summary>Takes back the ports of an allocation that goes.</summary>
    public void Remove(AllocatedResources resources)
    {
        foreach (var port in resources.Shared.Ports.OrEmpty())
            UsedOn(port.HostIP).Remove(port.Value);
        if (resources.Shared.Ports.OrEmpty().Count > 0)
            return;
        foreach (var network in resources.Shared.Networks.OrEmpty().Concat(resources.Tasks.OrEmpty().Values.SelectMany(task => task.Networks.OrEmpty())))
            foreach (var port in network.ReservedPorts.OrEmpty().Concat(network.DynamicPorts.OrEmpty()))
                UsedOn(network.IP).Remove(port.Value);
    }

    /// <summary>Finds ports for a group's network without taking them; <paramref name="random"/> decides between free dynamic ports.</summary>
    public PortOffer Offer(NetworkResource ask, Random random)
    {
        var offered = new List<AllocatedPortMapping>();
        foreach (var port in ask.ReservedPorts.OrEmpty())
        {
            if (port.Value is < 0 or >= PortSet.Limit)
                return Refuse($"invalid port {port.Value} (out of range)");
            if (AddressesOf(port) is not [var address, ..])
                return Refuse($"no addresses available for {Network(port)} network");
            if (!port.IgnoreCollision && (UsedOn(address).Contains(port.Value) || IsOffered(offered, address, port.Value)))
                return Refuse($"reserved port collision {port.Label}={port.Value}");
            offered.Add(Mapping(port, port.Value, address));
        }
        foreach (var port in ask.DynamicPorts.OrEmpty())
        {
            if (AddressesOf(port) is not { Count: > 0 } addresses)
                return Refuse($"no addresses available for {Network(port)} network");
            var found = addresses.Select(address => (Address: address, Port: FreeDynamicPort(address, offered, random))).FirstOrDefault(pick => pick.Port > 0);
            if (found.Port == 0)
                return Refuse("dynamic port selection failed");
            offered.Add(Mapping(port, found.Port, found.Address));
        }
        return new PortOffer(offered, null);
    }

    private static PortOffer Refuse(string reason) => new(null, reason);

    private static string Network(Port port) => port.HostNetwork.Length > 0 ? port.HostNetwork : DefaultHostNetwork;

    private static bool IsOffered(List<AllocatedPortMapping> offered, string address, int value) =>
        offered.Exists(port => port.Value == value && port.HostIP == address);

    private static AllocatedPortMapping Mapping(Port port, int value, string address) => new()
    {
        Label = port.Label, Value = value, To = port.To == -1 ? value : port.To, HostIP = address, IgnoreCollision = port.IgnoreCollision,
    };

    private List<string>? AddressesOf(Port port) => addressesByAlias.GetValueOrDefault(Network(port));

    private int FreeDynamicPort(string address, List<AllocatedPortMapping> offered, Random random)
    {
        var used = UsedOn(address);
        bool IsFree(int port) => !used.Contains(port) && !IsOffered(offered, address, port);
        for (var attempt = 0; attempt < RandomTries; attempt++)
        {
            var port = random.Next(minDynamicPort, maxDynamicPort + 1);
            if (IsFree(port))
                return port;
        }
        for (var port = minDynamicPort; port <= maxDynamicPort; port++)
            if (IsFree(port))
                return port;
        return 0;
    }

    private string? Take(NetworkResource network)
    {
        string? collision = null;
        foreach (var port in network.ReservedPorts.OrEmpty().Concat(network.DynamicPorts.OrEmpty()))
            collision = Take(network.IP, port.Label, port.Value, port.IgnoreCollision) ?? collision;
        return collision;
    }

    private string? Take(string address, string label, int value, bool ignoreCollision)
    {
        if (value is < 0 or >= PortSet.Limit)
            return $"{label}={value}";
        return UsedOn(address).Add(value) || ignoreCollision ? null : $"{label}={value}";
    }

    private void AddAddress(string alias, string address)
    {
        var name = alias.Length > 0 ? alias : DefaultHostNetwork;
        if (!addressesByAlias.TryGetValue(name, out var addresses))
            addressesByAlias[name] = addresses = [];
        addresses.Add(address);
        UsedOn(address);
    }

    private PortSet UsedOn(string address)
    {
        if (!usedByAddress.TryGetValue(address, out var used))
            usedByAddress[address] = used = new PortSet();
        return used;
    }

    // A list that does not parse was refused by the agent's configuration; here it reserves nothing.
    private static void Reserve(PortSet used, string ports)
    {
        foreach (var port in PortSet.Parse(ports) ?? [])
            used.Add(port);
    }
}
