using Nomad.Scheduling.Feasibility;

namespace Nomad.Scheduling.Planning;

/// <summary>What a request for devices gets on a node.</summary>
/// <param name="Taken">The instances.</param>
/// <param name="Matched">Sum of the weights of the request's affinities that they match.</param>
internal sealed record DeviceChoice(AllocatedDeviceResource Taken, double Matched)
{
    private static readonly ConstraintMatcher Matcher = new();

    /// <summary>Of the groups of devices with enough free instances the one that the request likes best; null when there is none.</summary>
    /// <param name="used">IDs of the taken instances of the node; those that are chosen are added.</param>
    public static DeviceChoice? Pick(Node node, RequestedDevice request, HashSet<string> used)
    {
        var count = (int)Math.Max(1, request.Count);
        DeviceChoice? best = null;
        foreach (var device in (node.NodeResources?.Devices).OrEmpty())
        {
            if (!DeviceMatch.Satisfies(request, device, Matcher))
                continue;
            string[] free = [.. device.Instances.OrEmpty().Where(instance => instance.Healthy && !used.Contains(instance.ID)).Select(instance => instance.ID).Take(count)];
            var matched = DeviceMatch.Matched(request, device, Matcher);
            if (free.Length == count && (best is null || matched > best.Matched))
                best = new(new AllocatedDeviceResource { Vendor = device.Vendor, Type = device.Type, Name = device.Name, DeviceIDs = free }, matched);
        }
        used.UnionWith((best?.Taken.DeviceIDs).OrEmpty());
        return best;
    }
}
