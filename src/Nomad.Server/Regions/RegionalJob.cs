namespace Nomad.Server.Regions;

/// <summary>A job of several regions as one of them runs it. Pure.</summary>
public static class RegionalJob
{
    /// <summary>Why a region can not run it; null when it can, and for jobs of one region.</summary>
    public static string? Refusal(Job job, string region) => job.Multiregion is { Regions: { } regions } && regions.All(own => own.Name != region)
        ? $"job \"{job.ID}\" is for the regions {string.Join(", ", regions.Select(own => own.Name))}, not for \"{region}\"" : null;

    /// <summary>
    /// The job with what its file says of the region: its datacenters, pool and meta, and its count for the groups whose own is 0. A job of one
    /// region is left as it is.
    /// </summary>
    public static Job In(Job job, string region)
    {
        if (job.Multiregion?.Regions.OrEmpty().FirstOrDefault(own => own.Name == region) is not { } own)
            return job;
        return job with
        {
            Region = region,
            Datacenters = own.Datacenters.OrEmpty().Count > 0 ? own.Datacenters : job.Datacenters,
            NodePool = own.NodePool.Length > 0 ? own.NodePool : job.NodePool,
            Meta = own.Meta.OrEmpty().Count == 0 ? job.Meta : Combined(job.Meta.OrEmpty(), own.Meta!),
            TaskGroups = [.. job.TaskGroups.OrEmpty().Select(group => group.Count == 0 ? group with { Count = own.Count } : group)],
        };
    }

    private static SortedDictionary<string, string> Combined(IReadOnlyDictionary<string, string> all, IReadOnlyDictionary<string, string> own)
    {
        var meta = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in all.Concat(own))
            meta[key] = value;
        return meta;
    }
}
