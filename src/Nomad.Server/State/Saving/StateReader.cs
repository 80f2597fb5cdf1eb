using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Nomad.Server.Commands;
using Nomad.Server.State.Rows;

namespace Nomad.Server.State.Saving;

/// <summary>Reads what <see cref="StateWriter"/> wrote into fresh tables.</summary>
internal static class StateReader
{
    private const int MaxRows = 1 << 28;

    public static (Tables Tables, ulong Index, ulong[] TableIndexes) Read(Stream source)
    {
        try
        {
            return ReadAll(source);
        }
        catch (Exception problem) when (problem is EndOfStreamException or JsonException or FormatException)
        {
            throw new InvalidDataException($"saved state is damaged: {problem.Message}", problem);
        }
    }

    private static (Tables, ulong, ulong[]) ReadAll(Stream source)
    {
        using var from = new PooledReader(new BufferedStream(source, 1 << 16));
        var magic = from.Binary.ReadString();
        if (magic is not (StateWriter.Magic or StateWriter.OlderMagic))
            throw new InvalidDataException($"saved state: expected \"{StateWriter.Magic}\"");
        var index = from.Binary.ReadUInt64();
        var stored = new ulong[from.Count(1024)];
        for (var i = 0; i < stored.Length; i++)
            stored[i] = from.Binary.ReadUInt64();
        // A table that a newer version knows is ignored, one that an older version did not know was never touched.
        var indexes = new ulong[Enum.GetValues<StateTable>().Length];
        stored.AsSpan(0, Math.Min(stored.Length, indexes.Length)).CopyTo(indexes);
        var tables = new Tables();
        ReadJobs(from, tables, index);
        Rows(from, CommandJson.Current.Node, node => tables.Nodes.Put(node.ID, node, index, out _));
        Rows(from, CommandJson.Current.Evaluation, eval =>
            tables.EvaluationsByJob.Note(tables.Evaluations.Put(eval.ID, eval, index, out var listed), listed, eval));
        Rows(from, CommandJson.Current.Deployment, deployment =>
            tables.DeploymentsByJob.Note(tables.Deployments.Put(deployment.ID, deployment, index, out var listed), listed, deployment));
        ReadAllocations(from, tables, index);
        Rows(from, CommandJson.Current.Namespace, space => tables.Namespaces.Put(space.Name, space, index, out _));
        Rows(from, CommandJson.Current.NodePool, pool => tables.NodePools.Put(pool.Name, pool, index, out _));
        Single(from, CommandJson.Current.SchedulerConfiguration, tables.SchedulerConfiguration, index);
        Single(from, CommandJson.Current.AutopilotConfig, tables.Autopilot, index);
        Single(from, CommandJson.Current.ClusterMetadata, tables.Cluster, index);
        if (magic == StateWriter.Magic)
        {
            Rows(from, CommandJson.Current.QuotaSpec, quota => tables.Quotas.Put(quota.Name, quota, index, out _));
            Rows(from, CommandJson.Current.QuotaUse, use => tables.QuotaUses.Put(use.Name, use, index, out _));
        }
        Expect(from, magic);
        return (tables, index, indexes);
    }

    private static void ReadJobs(PooledReader from, Tables tables, ulong index)
    {
        SharedRows(from, job =>
            tables.JobsByParent.Note(tables.Jobs.Put(new(job.Namespace, job.ID), job, index, out var listed), listed, job));
        SharedRows(from, job => tables.VersionsByJob.Note(
            tables.JobVersions.Put(new(job.Namespace, job.ID, job.Version), job, index, out var listed), listed, job));
        Rows(from, CommandJson.Current.JobSubmission, each => tables.SubmissionsByJob.Note(
            tables.JobSubmissions.Put(new(each.Namespace, each.JobID, each.Version), each, index, out var listed), listed, each));
        Rows(from, CommandJson.Current.JobSummary, each => tables.JobSummaries.Put(new(each.Namespace, each.JobID), each, index, out _));
        Rows(from, CommandJson.Current.PeriodicLaunch, each => tables.PeriodicLaunches.Put(new(each.Namespace, each.ID), each, index, out _));
        Rows(from, CommandJson.Current.JobScalingEvents, each => tables.ScalingEvents.Put(new(each.Namespace, each.JobID), each, index, out _));
    }

    private static void ReadAllocations(PooledReader from, Tables tables, ulong index)
    {
        var count = from.Count(MaxRows);
        for (var i = 0; i < count; i++)
        {
            var job = from.Document(CommandJson.Current.Job);
            var alloc = AllocationCodec.Read(from, job);
            var row = tables.Allocations.Put(alloc.ID, alloc, index, out var listed);
            tables.AllocationsByJob.Note(row, listed, alloc);
            tables.AllocationsByNode.Note(row, listed, alloc);
            tables.AllocationsByEvaluation.Note(row, listed, alloc);
            tables.AllocationsByDeployment.Note(row, listed, alloc);
        }
    }

    private static void Rows<T>(PooledReader from, JsonTypeInfo<T> type, Action<T> add) where T : class
    {
        var count = from.Count(MaxRows);
        for (var i = 0; i < count; i++)
            add(JsonSerializer.Deserialize(from.Binary.ReadString(), type) ?? throw new InvalidDataException($"row {i} of {typeof(T).Name} is missing"));
    }

    private static void SharedRows(PooledReader from, Action<Job> add)
    {
        var count = from.Count(MaxRows);
        for (var i = 0; i < count; i++)
            add(from.Document(CommandJson.Current.Job) ?? throw new InvalidDataException($"job {i} is missing"));
    }

    private static void Single<T>(PooledReader from, JsonTypeInfo<T> type, Table<string, T> table, ulong index) where T : class
    {
        if (from.Document(type) is { } row)
            table.Put("", row, index, out _);
    }

    private static void Expect(PooledReader from, string magic)
    {
        if (from.Binary.ReadString() != magic)
            throw new InvalidDataException($"saved state: expected \"{magic}\" at the end");
    }
}
