using Nomad.Scheduling.Feasibility;
using Nomad.Scheduling.Planning;
using Nomad.Server.State;

namespace Nomad.Server.Plans;

/// <summary>Whether a plan's allocations may still have the volumes they ask for. Pure.</summary>
public static class VolumeCheck
{
    /// <summary>Whether any group of the job asks for a volume of a plugin.</summary>
    public static bool Concerns(Job? job) => job is not null && job.TaskGroups.OrEmpty().Any(VolumeSources.HasCsi);

    /// <summary>Why the plan as a whole must be made anew; null when every volume takes all whom the plan brings. What it stops counts as gone.</summary>
    public static string? Refusal(StateSnapshot state, Plan plan)
    {
        if (!Concerns(plan.Job))
            return null;
        var leaving = plan.NodeUpdate.OrEmpty().Concat(plan.NodePreemptions.OrEmpty()).SelectMany(own => own.Value).Select(alloc => alloc.ID).ToHashSet(StringComparer.Ordinal);
        var coming = new Dictionary<string, List<VolumeClaim>>(StringComparer.Ordinal);
        foreach (var placed in plan.NodeAllocation.OrEmpty().OrderBy(own => own.Key, StringComparer.Ordinal).SelectMany(own => own.Value))
        {
            if ((placed.Job ?? plan.Job)?.Group(placed.TaskGroup) is not { } group || state.Allocation(placed.ID) is not null)
                continue;
            foreach (var request in VolumeSources.Csi(group))
            {
                var source = VolumeSources.Of(request, placed.Name);
                if (!coming.TryGetValue(source, out var claims))
                    coming[source] = claims = [];
                if (state.Standing(plan.Job!.Namespace, source) is not { } standing)
                    return $"missing CSI volume(s) {source}";
                if (VolumeTurn.Refuse(standing, request, standing.Claims.Where(claim => !leaving.Contains(claim.AllocID)).Concat(claims)) is { } reason)
                    return reason;
                claims.Add(new VolumeClaim(placed.ID, placed.NodeID, request.AccessMode, !request.ReadOnly));
            }
        }
        return null;
    }

    /// <summary>Why a node can not give all who are there after the plan what they ask for: it lacks a volume by now, or others have it. Null when it can.</summary>
    public static string? RefusalOnNode(StateSnapshot state, Plan plan, Node node, IReadOnlyList<Allocation> after)
    {
        foreach (var alloc in after)
        {
            if ((alloc.Job ?? plan.Job)?.Group(alloc.TaskGroup) is not { Volumes.Count: > 0 } group || state.Allocation(alloc.ID) is not null)
                continue;
            foreach (var (_, request) in VolumeSources.Resolved(group, alloc.Name).Volumes!.OrderBy(own => own.Key, StringComparer.Ordinal))
                if (Lacking(state, alloc.Namespace, request, node, after) is { } reason)
                    return reason;
        }
        return HostVolumeUse.Contended(after.Select(alloc => ((alloc.Job ?? plan.Job)?.Group(alloc.TaskGroup), alloc.Name))) is { } volume
            ? $"host volume {volume} has another writer" : null;
    }

    private static string? Lacking(StateSnapshot state, string space, VolumeRequest request, Node node, IReadOnlyList<Allocation> after)
    {
        if (request.Type != VolumeTypes.Csi)
            return NodeVolumes.RefuseHost(request, node);
        var volume = state.CsiVolume(space, request.Source);
        return NodeVolumes.RefuseCsi(request.Source, volume, node)
            ?? (NodeVolumes.MostOf(node, volume!.PluginID) is { } most && NodeVolumes.Brought(volume.PluginID, after, state.CsiVolume).Count > most
                ? $"CSI plugin {volume.PluginID} has the maximum number of volumes" : null);
    }
}
