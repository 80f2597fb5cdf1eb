using Nomad.Model.Volumes;
using Nomad.Scheduling.Feasibility;

namespace Nomad.Scheduling.Planning;

/// <summary>Who uses which CSI volumes once the plan so far has happened. Belongs to one run of a scheduler.</summary>
internal sealed class VolumeDraft(ClusterDraft draft)
{
    // By the ID of the volume: a run is about one job, so about one namespace.
    private readonly Dictionary<string, List<VolumeClaim>> planned = new(StringComparer.Ordinal);

    /// <summary>The CSI volumes that an allocation of the (resolved) group asks for; most groups ask for none.</summary>
    public static IReadOnlyList<RequestedVolume> Requested(IClusterSnapshot snapshot, Job job, TaskGroup group)
    {
        if (!VolumeSources.HasCsi(group))
            return [];
        var requested = new List<RequestedVolume>();
        foreach (var request in VolumeSources.Csi(group))
        {
            var source = VolumeSources.Of(request, "");
            requested.Add(new RequestedVolume(request, source, snapshot.CsiVolume(job.Namespace, source)));
        }
        return requested;
    }

    /// <summary>An allocation will use what its group asks for. Returns whether it asks for any.</summary>
    public bool Take(Allocation alloc, TaskGroup group)
    {
        if (!VolumeSources.HasCsi(group))
            return false;
        foreach (var request in VolumeSources.Csi(group))
        {
            var source = VolumeSources.Of(request, alloc.Name);
            if (!planned.TryGetValue(source, out var claims))
                planned[source] = claims = [];
            claims.Add(new VolumeClaim(alloc.ID, alloc.NodeID, request.AccessMode, !request.ReadOnly));
        }
        return true;
    }

    /// <summary>Why a row can not have the volume for one more allocation now, though it can have it as such; null when it can.</summary>
    public string? Refuse(RequestedVolume requested, int row)
    {
        if (requested is not { Standing: { Volume: { } volume } standing, Request: { } request })
            return null;
        var claims = standing.Claims.Where(claim => !draft.IsGone(claim.AllocID)).Concat(planned.GetValueOrDefault(requested.Source) ?? []);
        return VolumeTurn.Refuse(standing, request, claims) ?? (IsFull(draft.Rows.Nodes[row]!, row, volume)
            ? $"CSI plugin {volume.PluginID} has the maximum number of volumes on client {draft.Rows.Nodes[row]!.ID}" : null);
    }

    private bool IsFull(Node node, int row, CSIVolume volume)
    {
        if (NodeVolumes.MostOf(node, volume.PluginID) is not { } most)
            return false;
        var there = NodeVolumes.Brought(volume.PluginID, draft.Live(row), (space, source) => draft.Snapshot.CsiVolume(space, source)?.Volume);
        return !there.Contains((volume.Namespace, volume.ID)) && there.Count >= most;
    }
}

/// <summary>Whether a CSI volume takes one more user, by its access mode. Pure; asked by the scheduler and again when its plan is applied.</summary>
public static class VolumeTurn
{
    /// <param name="claims">Of those who use it already and go on.</param>
    public static string? Refuse(VolumeStanding standing, VolumeRequest request, IEnumerable<VolumeClaim> claims)
    {
        var (volume, id) = (standing.Volume, standing.Volume.ID);
        var isOffered = volume.RequestedCapabilities.OrEmpty().Any(own => own.AccessMode == request.AccessMode && own.AttachmentMode == request.AttachmentMode);
        var readable = standing.Schedulable && isOffered;
        var (any, writes, fits) = (false, false, true);
        foreach (var claim in claims)
        {
            any = true;
            writes |= claim.Writes;
            fits &= claim.AccessMode == request.AccessMode;
        }
        var alone = request.AccessMode is CsiAccessModes.SingleNodeReaderOnly or CsiAccessModes.SingleNodeWriter;
        if (request.ReadOnly)
            return readable && fits && !(alone && any) ? null : $"CSI volume {id} is unschedulable or has exhausted its available reader claims";
        if (!readable || request.AccessMode is CsiAccessModes.SingleNodeReaderOnly or CsiAccessModes.MultiNodeReaderOnly)
            return $"CSI volume {id} is unschedulable or is read-only";
        var free = request.AccessMode == CsiAccessModes.MultiNodeMultiWriter || !writes;
        return free && fits && !(alone && any) ? null : $"CSI volume {id} has exhausted its available writer claims";
    }
}
