using Nomad.Server.Commands;
using Nomad.Server.Commands.Records;

namespace Nomad.Server.State.Saving;

/// <summary>Writes the whole state. Rows are sorted by key and equal documents written once, so equal states give equal bytes.</summary>
internal static class StateWriter
{
    public const string Magic = "nomad state 6";

    /// <summary>What was written when rows were JSON; still read.</summary>
    public const string RowsAsJson = "nomad state 5";

    /// <summary>What was written when jobs and metrics were there as JSON only; still read.</summary>
    public const string AllInFull = "nomad state 4";

    /// <summary>What was written before there were volumes; still read.</summary>
    public const string WithoutVolumes = "nomad state 3";

    /// <summary>What was written before there were quotas; still read.</summary>
    public const string WithoutQuotas = "nomad state 2";

    public static void Write(StateSnapshot state, Stream target)
    {
        var buffered = new BufferedStream(target, 1 << 16);
        using (var to = new PooledWriter(buffered))
        {
            to.Binary.Write(Magic);
            to.Binary.Write(state.Index);
            to.Binary.Write7BitEncodedInt(state.TableIndexes.Count);
            foreach (var index in state.TableIndexes)
                to.Binary.Write(index);
            WriteJobs(to, state);
            Rows(to, state.Nodes(), node => node.ID, RecordForms.Node);
            Rows(to, state.Evaluations(), eval => eval.ID, RecordForms.Evaluation);
            Rows(to, state.Deployments(), deployment => deployment.ID, RecordForms.Deployment);
            WriteAllocations(to, state);
            Rows(to, state.Namespaces(), space => space.Name, RecordForms.Namespace);
            Rows(to, state.NodePools(), pool => pool.Name, RecordForms.NodePool);
            to.Document(state.StoredSchedulerConfiguration(), RecordForms.SchedulerConfiguration);
            to.Document(state.StoredAutopilot(), RecordForms.AutopilotConfig);
            to.Document(state.Cluster(), RecordForms.ClusterMetadata);
            Rows(to, state.Quotas(), quota => quota.Name, RecordForms.QuotaSpec);
            Rows(to, state.AllQuotaUses(), use => use.Name, RecordForms.QuotaUse);
            Rows(to, state.CsiVolumes(), volume => Key(volume.Namespace, volume.ID), RecordForms.CSIVolume);
            Rows(to, state.AllVolumeClaims(), claims => Key(claims.Namespace, claims.VolumeID), RecordForms.VolumeClaims);
            Rows(to, state.CsiPlugins(), plugin => plugin.ID, RecordForms.CSIPlugin);
            to.Binary.Write(Magic);
        }
        buffered.Flush();
    }

    private static void WriteJobs(PooledWriter to, StateSnapshot state)
    {
        SharedRows(to, state.Jobs(), job => Key(job.Namespace, job.ID));
        SharedRows(to, state.AllJobVersions(), job => $"{Key(job.Namespace, job.ID)}\0{job.Version:d20}");
        Rows(to, state.AllSubmissions(), source => $"{Key(source.Namespace, source.JobID)}\0{source.Version:d20}", RecordForms.JobSubmission);
        Rows(to, state.Summaries(), summary => Key(summary.Namespace, summary.JobID), RecordForms.JobSummary);
        Rows(to, state.AllPeriodicLaunches(), launch => Key(launch.Namespace, launch.ID), RecordForms.PeriodicLaunch);
        Rows(to, state.AllScalingEvents(), events => Key(events.Namespace, events.JobID), RecordForms.JobScalingEvents);
    }

    private static void WriteAllocations(PooledWriter to, StateSnapshot state)
    {
        // Those of one plan after each other: they share most of what is written, and most of what a reader looks up.
        var sorted = state.Allocations().ToArray();
        Array.Sort(Array.ConvertAll(sorted, AllocationOrder.Of), sorted);
        to.Binary.Write7BitEncodedInt(sorted.Length);
        Func<Job, Job?> version = job => state.JobVersion(job.Namespace, job.ID, job.Version);
        foreach (var alloc in sorted)
        {
            to.Job(alloc.Job, version);
            AllocationCodec.Write(to, alloc);
        }
    }

    private static void Rows<T>(PooledWriter to, IEnumerable<T> rows, Func<T, string> key, RecordForm<T> form) where T : class
    {
        var sorted = rows.OrderBy(key, StringComparer.Ordinal).ToList();
        to.Binary.Write7BitEncodedInt(sorted.Count);
        foreach (var row in sorted)
            to.Row(row, form);
    }

    // Jobs are what allocations refer to; other rows are never the same twice and must not fill the pool.
    private static void SharedRows(PooledWriter to, IEnumerable<Job> rows, Func<Job, string> key)
    {
        var sorted = rows.OrderBy(key, StringComparer.Ordinal).ToList();
        to.Binary.Write7BitEncodedInt(sorted.Count);
        foreach (var row in sorted)
            to.Job(row);
    }

    private static string Key(string space, string id) => space + "\0" + id;
}
