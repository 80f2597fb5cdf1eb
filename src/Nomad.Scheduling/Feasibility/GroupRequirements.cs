using System.Globalization;
using System.Text;
using Nomad.Model.Explanations;

namespace Nomad.Scheduling.Feasibility;

/// <summary>
/// What a task group demands of a node regardless of how full it is. Demands on values that all nodes of a computed class share are answered
/// once per class; the others (unique attributes, driver health, volumes) per node.
/// </summary>
internal sealed class GroupRequirements
{
    private const string MissingDevices = "missing devices";

    private static readonly ConstraintMatcher Matcher = new();

    private readonly List<Constraint> shared = [];
    private readonly List<Constraint> unique = [];
    private readonly List<string> drivers;
    private readonly List<RequestedDevice> devices;
    private readonly List<VolumeRequest> volumes;
    private readonly IReadOnlyList<RequestedVolume> csi;
    private readonly IReadOnlyList<NetworkResource> networks;

    /// <param name="csi">The volumes of plugins that the group asks for.</param>
    public GroupRequirements(Job job, TaskGroup group, IReadOnlyList<RequestedVolume> csi)
    {
        this.csi = csi;
        var tasks = group.Tasks.OrEmpty();
        foreach (var constraint in job.Constraints.OrEmpty().Concat(group.Constraints.OrEmpty()).Concat(tasks.SelectMany(task => task.Constraints.OrEmpty())))
        {
            if (constraint.Operand == Operands.DistinctHosts)
                DistinctHosts |= IsOn(constraint) && !InJob(job, constraint);
            else if (constraint.Operand == Operands.DistinctProperty)
                DistinctProperties.Add(new DistinctProperty(constraint, InJob(job, constraint)));
            else
                (ComputedClass.Escapes(constraint) ? unique : shared).Add(constraint);
        }
        JobDistinctHosts = job.Constraints.OrEmpty().Any(constraint => constraint.Operand == Operands.DistinctHosts && IsOn(constraint));
        drivers = [.. tasks.Select(task => task.Driver).Where(driver => driver.Length > 0).Distinct(StringComparer.Ordinal)];
        devices = [.. tasks.SelectMany(task => (task.Resources?.Devices).OrEmpty())];
        volumes = [.. group.Volumes.OrEmpty().Values.Where(request => request.Type != VolumeTypes.Csi)];
        networks = [.. group.Networks.OrEmpty(), .. tasks.SelectMany(task => (task.Resources?.Networks).OrEmpty())];
    }

    /// <summary>No two allocations of this group on one node.</summary>
    public bool DistinctHosts { get; }

    /// <summary>No two allocations of the whole job on one node.</summary>
    public bool JobDistinctHosts { get; }

    public List<DistinctProperty> DistinctProperties { get; } = [];

    /// <summary>Some demand names a unique value, so a class says nothing about its nodes.</summary>
    public bool Escapes => unique.Count > 0;

    /// <summary>All demands as one text: equal texts have equal answers for every node.</summary>
    public string Question
    {
        get
        {
            var text = new StringBuilder();
            foreach (var constraint in shared.Concat(unique))
                Add('c', constraint.LTarget, constraint.Operand, constraint.RTarget);
            foreach (var driver in drivers)
                Add('d', driver);
            foreach (var device in devices)
            {
                Add('v', device.Name, device.Count.ToString(CultureInfo.InvariantCulture));
                foreach (var constraint in device.Constraints.OrEmpty())
                    Add('w', constraint.LTarget, constraint.Operand, constraint.RTarget);
            }
            foreach (var volume in volumes)
                Add('o', volume.Type, volume.Source, volume.PerAlloc ? "each" : "", volume.ReadOnly ? "read" : "write");
            foreach (var volume in csi)
                text.Append(volume.Question);
            foreach (var network in networks)
            {
                Add('n', network.Mode);
                foreach (var port in network.ReservedPorts.OrEmpty().Concat(network.DynamicPorts.OrEmpty()))
                    if (port.HostNetwork.Length > 0)
                        Add('p', port.HostNetwork, port.Label);
            }
            return text.ToString();

            void Add(char kind, params ReadOnlySpan<string> parts)
            {
                text.Append(kind);
                foreach (var part in parts)
                    text.Append(part).Append('\0');
            }
        }
    }

    /// <summary>Why no node of this node's class will do; null when they may.</summary>
    public string? RefuseClass(Node node)
    {
        foreach (var constraint in shared)
            if (!Holds(constraint, node))
                return Text(constraint);
        // Which devices there are belongs to the class; how many of them are healthy does not.
        foreach (var device in devices)
            if (!(node.NodeResources?.Devices).OrEmpty().Any(offered => DeviceMatch.IsAsked(device, offered, Matcher)))
                return MissingDevices;
        return null;
    }

    /// <summary>Why this very node will not do, its class being fine; null when it will.</summary>
    public string? RefuseNode(Node node)
    {
        foreach (var driver in drivers)
            if (!HasDriver(node, driver))
                return "missing drivers";
        foreach (var constraint in unique)
            if (!Holds(constraint, node))
                return Text(constraint);
        foreach (var device in devices)
            if (!(node.NodeResources?.Devices).OrEmpty().Any(offered => DeviceMatch.Satisfies(device, offered, Matcher)))
                return MissingDevices;
        foreach (var network in networks)
            if (RefuseNetwork(network, node) is { } reason)
                return reason;
        foreach (var volume in volumes)
            if (NodeVolumes.RefuseHost(volume, node) is { } reason)
                return reason;
        foreach (var volume in csi)
            if (volume.Refuse(node) is { } reason)
                return reason;
        return null;
    }

    /// <summary>The first demand that a node does not meet, with what it has instead; null when it meets all.</summary>
    public (string Check, string Reason)? FirstRefusal(Node node)
    {
        if (drivers.Find(driver => !HasDriver(node, driver)) is { } missing)
            return (NodeChecks.Driver, node.Drivers.OrEmpty().GetValueOrDefault(missing) is { Detected: true } found
                ? $"driver {missing} is not healthy: {found.HealthDescription}" : $"driver {missing} is not there");
        if (shared.Concat(unique).FirstOrDefault(constraint => !Holds(constraint, node)) is { } broken)
            return (NodeChecks.Constraint, $"{Text(broken).TrimEnd()}; the node has {NodeTargets.Resolve(broken.LTarget, node) ?? "no such value"}");
        foreach (var device in devices)
            if (!(node.NodeResources?.Devices).OrEmpty().Any(offered => DeviceMatch.Satisfies(device, offered, Matcher)))
                return (NodeChecks.Device, $"no {Math.Max(1, device.Count)} healthy {device.Name} that meet its constraints");
        foreach (var network in networks)
            if (RefuseNetwork(network, node) is { } reason)
                return (NodeChecks.Network, reason);
        foreach (var volume in volumes)
            if (NodeVolumes.RefuseHost(volume, node) is { } reason)
                return (NodeChecks.Volume, $"{reason}: {volume.Source}");
        foreach (var volume in csi)
            if (volume.Refuse(node) is { } reason)
                return (NodeChecks.Volume, reason);
        return null;
    }

    public static bool Holds(Constraint constraint, Node node) => Matches(constraint.Operand, constraint.LTarget, constraint.RTarget, node);

    public static bool Matches(string operand, string left, string right, Node node) =>
        Matcher.Check(operand, NodeTargets.Resolve(left, node), NodeTargets.Resolve(right, node));

    private static string Text(Constraint constraint) => $"{constraint.LTarget} {constraint.Operand} {constraint.RTarget}";

    private static bool InJob(Job job, Constraint constraint) => job.Constraints.OrEmpty().Any(own => ReferenceEquals(own, constraint));

    private static bool IsOn(Constraint constraint) => !bool.TryParse(constraint.RTarget, out var on) || on;

    private static bool HasDriver(Node node, string driver)
    {
        if (node.Drivers is not null && node.Drivers.TryGetValue(driver, out var info))
            return info.Detected && info.Healthy;
        return node.Attributes is not null && node.Attributes.TryGetValue("driver." + driver, out var flag) && flag is "1" or "true";
    }

    private static string? RefuseNetwork(NetworkResource network, Node node)
    {
        var mode = network.Mode;
        if (mode is not ("" or "host" or "none")
            && !(node.NodeResources?.Networks).OrEmpty().Any(own => own.Mode == mode)
            && !(node.NodeResources?.NodeNetworks).OrEmpty().Any(own => own.Mode == mode))
            return "missing network";
        foreach (var port in network.ReservedPorts.OrEmpty().Concat(network.DynamicPorts.OrEmpty()))
            if (port.HostNetwork is not ("" or NetworkIndex.DefaultHostNetwork) && !HasAlias(node, port.HostNetwork))
                return $"missing host network \"{port.HostNetwork}\" for port \"{port.Label}\"";
        return null;
    }

    private static bool HasAlias(Node node, string alias) => (node.NodeResources?.NodeNetworks).OrEmpty()
        .Any(network => network.Addresses.OrEmpty().Any(address => address.Alias == alias));
}
