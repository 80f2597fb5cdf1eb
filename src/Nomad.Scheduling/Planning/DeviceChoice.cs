using Nomad.Scheduling.Feasibility;

namespace Nomad.Scheduling.Planning;

/// <summary>What a request for devices gets on a node.</summary>
/// <param name="Taken">The instances.</param>
/// <param name="Matched">Sum of the weights of the request's affinities that they match.</param>
internal sealed record DeviceChoice(AllocatedDeviceResource Taken, double Matched)
{
    /// <summary>Dimension told when there are enough devices, but not on the memory node of the cores.</summary>
    public const string ExhaustedOnOneNode = "numa-devices";

    /// <summary>Dimension told when there are too few.</summary>
    public const string Exhausted = "devices: no devices match request";

    private static readonly ConstraintMatcher Matcher = new();

    public static int CountOf(RequestedDevice request) => (int)Math.Max(1, request.Count);

    /// <summary>The groups of devices that answer the request, those that it likes best first, with how much it likes each.</summary>
    public static IEnumerable<(NodeDeviceResource Device, double Matched)> Candidates(Node node, RequestedDevice request) =>
        (node.NodeResources?.Devices).OrEmpty().Where(device => DeviceMatch.Satisfies(request, device, Matcher))
            .Select(device => (Device: device, Matched: DeviceMatch.Matched(request, device, Matcher))).OrderByDescending(own => own.Matched);

    /// <summary>The healthy instances of a group that nobody holds.</summary>
    public static IEnumerable<NodeDevice> Free(NodeDeviceResource device, HashSet<string> used) =>
        device.Instances.OrEmpty().Where(instance => instance.Healthy && !used.Contains(instance.ID));

    public static DeviceChoice Of(NodeDeviceResource device, IEnumerable<NodeDevice> instances, double matched) =>
        new(new() { Vendor = device.Vendor, Type = device.Type, Name = device.Name, DeviceIDs = [.. instances.Select(own => own.ID)] }, matched);

    /// <summary>Of the groups of devices with enough free instances the one that the request likes best; null when there is none.</summary>
    /// <param name="used">IDs of the taken instances of the node; those that are chosen are added.</param>
    public static DeviceChoice? Pick(Node node, RequestedDevice request, HashSet<string> used)
    {
        var count = CountOf(request);
        foreach (var (device, matched) in Candidates(node, request))
        {
            NodeDevice[] free = [.. Free(device, used).Take(count)];
            if (free.Length < count)
                continue;
            used.UnionWith(free.Select(own => own.ID));
            return Of(device, free, matched);
        }
        return null;
    }
}
