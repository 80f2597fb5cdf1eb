using Nomad.Server.Commands;

namespace Nomad.Server.State.Writing;

/// <summary>Versions of jobs: kept, dropped, marked stable, named.</summary>
internal static class JobVersionWrites
{
    /// <summary>Drops the oldest untagged versions beyond the limit, but never the newest stable one.</summary>
    public static void Prune(StateTransaction writes, JobKey key)
    {
        var untagged = writes.View.JobVersions(key.Namespace, key.ID).Where(job => job.VersionTag is null).ToList();
        while (untagged.Count > writes.TrackedVersions)
        {
            var newestStable = untagged.Find(job => job.Stable);
            var victim = untagged[^1];
            if (victim == newestStable && untagged.Count > 1)
                victim = untagged[^2];
            untagged.Remove(victim);
            writes.DeleteJobVersion(victim);
        }
    }

    public static void SetStability(StateTransaction writes, SetJobStability command) =>
        SetStability(writes, new JobVersionKey(command.Namespace, command.JobID, command.Version), command.Stable);

    public static void SetStability(StateTransaction writes, JobVersionKey key, bool stable)
    {
        if (writes.View.JobVersion(key.Namespace, key.ID, key.Version) is not { } version || version.Stable == stable)
            return;
        if (writes.View.Job(key.Namespace, key.ID) is { } job && job.Version == key.Version)
            writes.PutJob(job with { Stable = stable, ModifyIndex = writes.Index }, asVersion: true);
        else
            writes.PutJobVersion(version with { Stable = stable, ModifyIndex = writes.Index });
    }

    public static void Tag(StateTransaction writes, TagJobVersion command)
    {
        var holder = writes.View.JobVersions(command.Namespace, command.JobID).FirstOrDefault(job => job.VersionTag?.Name == command.Name);
        if (command.Tag is null)
        {
            if (holder is null)
                writes.Refusal = new StateRefusal($"tag \"{command.Name}\" not found on job \"{command.JobID}\"");
            else
                PutTag(writes, holder, null);
            return;
        }
        if (holder is not null && holder.Version != command.Version)
        {
            writes.Refusal = new StateRefusal($"tag \"{command.Name}\" already exists on a different version of job \"{command.JobID}\"");
            return;
        }
        if (writes.View.JobVersion(command.Namespace, command.JobID, command.Version) is { } version)
            PutTag(writes, version, command.Tag);
        else
            writes.Refusal = new StateRefusal($"job \"{command.JobID}\" version {command.Version} not found");
    }

    private static void PutTag(StateTransaction writes, Job version, JobVersionTag? tag)
    {
        if (writes.View.Job(version.Namespace, version.ID) is { } job && job.Version == version.Version)
            writes.PutJob(job with { VersionTag = tag, ModifyIndex = writes.Index }, asVersion: true);
        else
            writes.PutJobVersion(version with { VersionTag = tag, ModifyIndex = writes.Index });
        if (tag is null)
            Prune(writes, new(version.Namespace, version.ID));
    }
}
