using Nomad.Model.Json;

namespace Nomad.Server.Heartbeats;

/// <summary>What a node has for allocations beyond its class: what each node is asked for by itself when places are looked for.</summary>
internal static class NodeOffer
{
    /// <summary>Whether a node offers something else than before: drivers, volumes, networks, devices, resources, its own meta values.</summary>
    public static bool Differs(Node before, Node after) => !HasSameParts(before, after) && !ModelJson.Same(Of(before), Of(after), ModelJson.Default.Node);

    // What was not registered anew is the very same.
    private static bool HasSameParts(Node before, Node after) => before.NodeMaxAllocs == after.NodeMaxAllocs && ReferenceEquals(before.Drivers, after.Drivers)
        && ReferenceEquals(before.CSINodePlugins, after.CSINodePlugins) && ReferenceEquals(before.HostVolumes, after.HostVolumes)
        && ReferenceEquals(before.NodeResources, after.NodeResources)
        && ReferenceEquals(before.ReservedResources, after.ReservedResources) && ReferenceEquals(before.Meta, after.Meta);

    // Not attributes: those that are no part of the class change all the time, such as free space.
    private static Node Of(Node node) => new()
    {
        NodeMaxAllocs = node.NodeMaxAllocs,
        Drivers = node.Drivers.OrEmpty().ToDictionary(own => own.Key, own => new DriverInfo { Detected = own.Value.Detected, Healthy = own.Value.Healthy }),
        CSINodePlugins = node.CSINodePlugins,
        HostVolumes = node.HostVolumes,
        NodeResources = node.NodeResources,
        ReservedResources = node.ReservedResources,
        Meta = node.Meta,
    };
}
