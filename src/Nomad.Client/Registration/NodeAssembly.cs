using Nomad.Client.Fingerprinting;
using Nomad.Client.LocalState;
using Nomad.Model;
using Nomad.Model.Nodes;

namespace Nomad.Client.Registration;

/// <summary>Puts configuration, fingerprints and drivers together into the node the servers see. Pure.</summary>
public static class NodeAssembly
{
    private static readonly Dictionary<string, string> DefaultMeta = new(StringComparer.Ordinal)
    {
        ["connect.gateway_image"] = "docker.io/envoyproxy/envoy:v${NOMAD_envoy_version}",
        ["connect.log_level"] = "info",
        ["connect.proxy_concurrency"] = "1",
        ["connect.sidecar_image"] = "docker.io/envoyproxy/envoy:v${NOMAD_envoy_version}",
        ["connect.transparent_proxy.default_outbound_port"] = "15001",
        ["connect.transparent_proxy.default_uid"] = "101",
    };

    public static Node Build(ClientOptions options, NodeIdentity identity, NodeFacts facts, NodeExtras extras)
    {
        var attributes = new SortedDictionary<string, string>(facts.Attributes, StringComparer.Ordinal);
        foreach (var (name, driver) in extras.Drivers)
        {
            if (!driver.Detected)
                continue;
            // "1" is what jobs have compared with since the first versions.
            attributes[$"driver.{name}"] = "1";
            foreach (var (key, value) in driver.Attributes.OrEmpty())
            {
                if (key != $"driver.{name}")
                    attributes[key] = value;
            }
        }
        var node = new Node
        {
            ID = identity.Id,
            SecretID = identity.Secret,
            Datacenter = options.Datacenter,
            Name = options.NodeName,
            NodeClass = options.NodeClass,
            NodePool = options.NodePool,
            CgroupParent = options.CgroupParent,
            HTTPAddr = options.HttpAddress,
            TLSEnabled = options.TlsEnabled,
            Attributes = attributes,
            Links = facts.Links.Count == 0 ? null : new SortedDictionary<string, string>(facts.Links, StringComparer.Ordinal),
            Meta = Meta(options, extras.DynamicMeta),
            Drivers = extras.Drivers,
            HostVolumes = options.HostVolumes.Count == 0 ? null : options.HostVolumes.ToDictionary(volume => volume.Name, StringComparer.Ordinal),
            HostNetworks = options.HostNetworks.ToDictionary(network => network.Name, StringComparer.Ordinal),
            NodeResources = Resources(options, facts),
            ReservedResources = Reserved(options),
            NodeMaxAllocs = options.MaxAllocs,
            Status = NodeStatus.Initializing,
            SchedulingEligibility = options.DefaultIneligible ? NodeEligibility.Ineligible : NodeEligibility.Eligible,
        };
        return node with { ComputedClass = ComputedClass.Of(node) };
    }

    /// <summary>Static meta with the keys set at run time over it; a null takes a key away.</summary>
    public static IReadOnlyDictionary<string, string> Meta(ClientOptions options, IReadOnlyDictionary<string, string?> changes)
    {
        var merged = new SortedDictionary<string, string>(DefaultMeta, StringComparer.Ordinal);
        foreach (var (key, value) in options.Meta)
            merged[key] = value;
        foreach (var (key, value) in changes)
        {
            if (value is null)
                merged.Remove(key);
            else
                merged[key] = value;
        }
        return merged;
    }

    private static NodeResources Resources(ClientOptions options, NodeFacts facts) => new()
    {
        Cpu = new LegacyNodeCpuResources
        {
            CpuShares = facts.TotalCompute,
            TotalCpuCores = facts.Topology?.Cores.OrEmpty().Count ?? 0,
            ReservableCpuCores = [.. facts.ReservableCores],
        },
        Processors = new NodeProcessorResources { Topology = facts.Topology },
        Memory = new NodeMemoryResources { MemoryMB = facts.MemoryMegabytes },
        Disk = new NodeDiskResources { DiskMB = facts.DiskMegabytes },
        Networks = [.. facts.Networks],
        NodeNetworks = [.. facts.NodeNetworks],
        MinDynamicPort = options.MinDynamicPort,
        MaxDynamicPort = options.MaxDynamicPort,
    };

    private static NodeReservedResources Reserved(ClientOptions options) => new()
    {
        Cpu = new NodeReservedCpuResources
        {
            CpuShares = options.ReservedCpu,
            ReservedCpuCores = NumberSet.Parse(options.ReservedCores) is { Count: > 0 } cores ? cores : null,
        },
        Memory = new NodeReservedMemoryResources { MemoryMB = options.ReservedMemoryMegabytes },
        Disk = new NodeReservedDiskResources { DiskMB = options.ReservedDiskMegabytes },
        Networks = new NodeReservedNetworkResources { ReservedHostPorts = options.ReservedPorts },
    };
}

/// <summary>The parts of a node that change while it runs.</summary>
/// <param name="Drivers">By name.</param>
/// <param name="DynamicMeta">Keys set at run time; null = taken away.</param>
public sealed record NodeExtras(IReadOnlyDictionary<string, DriverInfo> Drivers, IReadOnlyDictionary<string, string?> DynamicMeta);
