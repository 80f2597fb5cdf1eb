namespace Nomad.Server.State.Writing;

/// <summary>How the claims on CSI volumes change by one command, gathered so that those of a volume are written once.</summary>
internal sealed class VolumeDeltas
{
    private SortedDictionary<JobKey, SortedDictionary<string, VolumeClaim?>>? pending;

    // Thousands of allocations of one command are of one version of a job, or of two by turns, which may have thousands of groups.
    private readonly Dictionary<Job, bool> asking = new(ReferenceEqualityComparer.Instance);

    /// <summary>Counts the step of an allocation; null = it was not there, or is not any more. It uses its volumes until it has ended on its client.</summary>
    public void Count(Allocation? before, Allocation? after)
    {
        if (!Asks(before) && !Asks(after))
            return;
        foreach (var (volume, _) in Claims(before))
            Of(volume)[before!.ID] = null;
        foreach (var (volume, claim) in Claims(after))
            Of(volume)[after!.ID] = claim;
    }

    public void Settle(StateTransaction writes)
    {
        if (pending is null)
            return;
        foreach (var (volume, changes) in pending)
        {
            var before = writes.View.VolumeClaims(volume.Namespace, volume.ID);
            var claims = new SortedDictionary<string, VolumeClaim>(StringComparer.Ordinal);
            foreach (var claim in before?.Claims ?? [])
                claims[claim.AllocID] = claim;
            foreach (var (id, claim) in changes)
            {
                if (claim is null)
                    claims.Remove(id);
                else
                    claims[id] = claim;
            }
            if (claims.Values.SequenceEqual(before?.Claims ?? []))
                continue;
            writes.PutVolumeClaims(new VolumeClaims(volume.Namespace, volume.ID, [.. claims.Values])
            {
                CreateIndex = before?.CreateIndex ?? writes.Index, ModifyIndex = writes.Index,
            });
        }
    }

    private bool Asks(Allocation? alloc)
    {
        if (alloc?.Job is not { } job)
            return false;
        if (!asking.TryGetValue(job, out var asks))
            asking.Add(job, asks = job.TaskGroups.OrEmpty().Any(VolumeSources.HasCsi));
        return asks;
    }

    private SortedDictionary<string, VolumeClaim?> Of(JobKey volume)
    {
        pending ??= new(JobKeyOrder.Instance);
        if (!pending.TryGetValue(volume, out var changes))
            pending[volume] = changes = new(StringComparer.Ordinal);
        return changes;
    }

    private static IEnumerable<(JobKey Volume, VolumeClaim Claim)> Claims(Allocation? alloc)
    {
        if (alloc is null || alloc.IsClientTerminal() || alloc.Job?.Group(alloc.TaskGroup) is not { } group)
            yield break;
        foreach (var request in VolumeSources.Csi(group))
            yield return (new(alloc.Namespace, VolumeSources.Of(request, alloc.Name)), new(alloc.ID, alloc.NodeID, request.AccessMode, !request.ReadOnly));
    }
}
