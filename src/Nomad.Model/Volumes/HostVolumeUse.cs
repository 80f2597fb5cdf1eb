using Nomad.Model.Jobs;

namespace Nomad.Model.Volumes;

/// <summary>Who writes to host volumes. The same rules serve clients, the scheduler and the leader before it commits.</summary>
public static class HostVolumeUse
{
    /// <summary>Whether an allocation of the group may change what is on a host volume.</summary>
    public static bool Writes(TaskGroup? group) => group?.Volumes is { Count: > 0 } volumes && volumes.Values.Any(Writes);

    /// <summary>The volume that one wants to be the only writer of while another writes to it, too; null when there is none.</summary>
    /// <param name="sharers">Groups of the allocations of one node, with the allocations' names. Null groups have no volumes.</param>
    public static string? Contended(IEnumerable<(TaskGroup? Group, string AllocName)> sharers)
    {
        Dictionary<string, bool>? wantedAlone = null;
        foreach (var (group, name) in sharers)
        {
            if (group?.Volumes is not { Count: > 0 } volumes)
                continue;
            foreach (var request in volumes.Values.Where(Writes))
            {
                wantedAlone ??= new(StringComparer.Ordinal);
                var alone = request.AccessMode == HostVolumeAccessModes.SingleNodeSingleWriter;
                var source = VolumeSources.Of(request, name);
                if (!wantedAlone.TryAdd(source, alone) && (alone || wantedAlone[source]))
                    return source;
            }
        }
        return null;
    }

    private static bool Writes(VolumeRequest request) => request.Type == VolumeTypes.Host && !request.ReadOnly;
}
