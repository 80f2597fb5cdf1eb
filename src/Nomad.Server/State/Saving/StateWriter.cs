using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Nomad.Server.Commands;

namespace Nomad.Server.State.Saving;

/// <summary>Writes the whole state. Rows are sorted by key and equal documents written once, so equal states give equal bytes.</summary>
internal static class StateWriter
{
    public const string Magic = "nomad state 5";

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
            Rows(to, state.Nodes(), node => node.ID, CommandJson.Of<Node>());
            Rows(to, state.Evaluations(), eval => eval.ID, CommandJson.Of<Evaluation>());
            Rows(to, state.Deployments(), deployment => deployment.ID, CommandJson.Of<Deployment>());
            WriteAllocations(to, state);
            Rows(to, state.Namespaces(), space => space.Name, CommandJson.Of<Namespace>());
            Rows(to, state.NodePools(), pool => pool.Name, CommandJson.Of<NodePool>());
            to.Document(state.StoredSchedulerConfiguration(), CommandJson.Of<SchedulerConfiguration>());
            to.Document(state.StoredAutopilot(), CommandJson.Of<AutopilotConfig>());
            to.Document(state.Cluster(), CommandJson.Of<ClusterMetadata>());
            Rows(to, state.Quotas(), quota => quota.Name, CommandJson.Of<QuotaSpec>());
            Rows(to, state.AllQuotaUses(), use => use.Name, CommandJson.Of<QuotaUse>());
            Rows(to, state.CsiVolumes(), volume => Key(volume.Namespace, volume.ID), CommandJson.Of<CSIVolume>());
            Rows(to, state.AllVolumeClaims(), claims => Key(claims.Namespace, claims.VolumeID), CommandJson.Of<VolumeClaims>());
            Rows(to, state.CsiPlugins(), plugin => plugin.ID, CommandJson.Of<CSIPlugin>());
            to.Binary.Write(Magic);
        }
        buffered.Flush();
    }

    private static void WriteJobs(PooledWriter to, StateSnapshot state)
    {
        SharedRows(to, state.Jobs(), job => Key(job.Namespace, job.ID));
        SharedRows(to, state.AllJobVersions(), job => $"{Key(job.Namespace, job.ID)}\0{job.Version:d20}");
        Rows(to, state.AllSubmissions(), source => $"{Key(source.Namespace, source.JobID)}\0{source.Version:d20}", CommandJson.Of<JobSubmission>());
        Rows(to, state.Summaries(), summary => Key(summary.Namespace, summary.JobID), CommandJson.Of<JobSummary>());
        Rows(to, state.AllPeriodicLaunches(), launch => Key(launch.Namespace, launch.ID), CommandJson.Of<PeriodicLaunch>());
        Rows(to, state.AllScalingEvents(), events => Key(events.Namespace, events.JobID), CommandJson.Of<JobScalingEvents>());
    }

    private static void WriteAllocations(PooledWriter to, StateSnapshot state)
    {
        // Those of one plan after each other: they share most of what is written, and most of what a reader looks up.
        var sorted = state.Allocations().ToArray();
        Array.Sort(Array.ConvertAll(sorted, AllocationOrder.Of), sorted);
        to.Binary.Write7BitEncodedInt(sorted.Length);
        foreach (var alloc in sorted)
        {
            to.Job(alloc.Job, alloc.Job is { } job ? state.JobVersion(job.Namespace, job.ID, job.Version) : null);
            AllocationCodec.Write(to, alloc);
        }
    }

    private static void Rows<T>(PooledWriter to, IEnumerable<T> rows, Func<T, string> key, JsonTypeInfo<T> type) where T : class
    {
        var sorted = rows.OrderBy(key, StringComparer.Ordinal).ToList();
        to.Binary.Write7BitEncodedInt(sorted.Count);
        foreach (var row in sorted)
            to.Binary.Write(JsonSerializer.Serialize(row, type));
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
