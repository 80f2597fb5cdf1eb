using System.Globalization;
using Nomad.Model.Allocations;
using Nomad.Model.Jobs;

namespace Nomad.Model.Volumes;

/// <summary>Which volumes the allocations of a group ask for. Pure.</summary>
public static class VolumeSources
{
    /// <summary>The name of the volume that an allocation gets: with its own index when each gets its own. The first stands for all when no name is given.</summary>
    /// <param name="allocName">As in <c>job.group[2]</c>; "" for any.</param>
    public static string Of(VolumeRequest request, string allocName) => request.PerAlloc
        ? string.Create(CultureInfo.InvariantCulture, $"{request.Source}[{Math.Max(0, AllocationName.IndexOf(allocName))}]") : request.Source;

    /// <summary>Whether allocations of the group ask for different volumes.</summary>
    public static bool DependOnName(TaskGroup group) => group.Volumes is { Count: > 0 } volumes && volumes.Values.Any(request => request.PerAlloc);

    /// <summary>The group as the allocation of this name sees it: with the volumes that are its own. The same object when there are none, or no name.</summary>
    public static TaskGroup Resolved(TaskGroup group, string allocName) => allocName.Length == 0 || !DependOnName(group) ? group : group with
    {
        Volumes = group.Volumes!.ToDictionary(own => own.Key, own => own.Value with { Source = Of(own.Value, allocName), PerAlloc = false }, StringComparer.Ordinal),
    };

    /// <summary>Whether the group asks for volumes of plugins.</summary>
    public static bool HasCsi(TaskGroup group) => group.Volumes is { Count: > 0 } volumes && volumes.Values.Any(request => request.Type == VolumeTypes.Csi);

    /// <summary>The requests for volumes of plugins, by the name of the request.</summary>
    public static IEnumerable<VolumeRequest> Csi(TaskGroup group) => group.Volumes.OrEmpty()
        .Where(own => own.Value.Type == VolumeTypes.Csi).OrderBy(own => own.Key, StringComparer.Ordinal).Select(own => own.Value);
}
