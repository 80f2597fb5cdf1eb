using System.Text.Json;
using Nomad.Server.Commands;
using Nomad.Server.Commands.Records;
using Nomad.Server.State.Rows;

namespace Nomad.Server.State.Saving;

/// <summary>Reads what <see cref="StateWriter"/> wrote into fresh tables.</summary>
internal static class StateReader
{
    private const int MaxRows = 1 << 28;

    /// <summary>Rows that room is made for before they are read: a damaged count must not cost gigabytes.</summary>
    private const int MaxExpected = 1 << 21;

    public static RestoredState Read(Stream source)
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

    private static RestoredState ReadAll(Stream source)
    {
        using var from = new PooledReader(new BufferedStream(source, 1 << 16));
        var magic = from.Binary.ReadString();
        if (magic is not (StateWriter.Magic or StateWriter.RowsAsJson or StateWriter.AllInFull or StateWriter.WithoutVolumes or StateWriter.WithoutQuotas))
            throw new InvalidDataException($"saved state: expected \"{StateWriter.Magic}\"");
        var index = from.Binary.ReadUInt64();
        var stored = new ulong[from.Count(1024)];
        for (var i = 0; i < stored.Length; i++)
            stored[i] = from.Binary.ReadUInt64();
        // A table that a newer version knows is ignored, one that an older version did not know was never touched.
        var indexes = new ulong[Enum.GetValues<StateTable>().Length];
        stored.AsSpan(0, Math.Min(stored.Length, indexes.Length)).CopyTo(indexes);
        var state = new RestoredState(index, indexes);
        var tables = state.Tables;
        ReadJobs(from, state);
        Rows(from, RecordForms.Node, state.Add);
        Rows(from, RecordForms.Evaluation, state.Add);
        Rows(from, RecordForms.Deployment, state.Add);
        ReadAllocations(from, state);
        Rows(from, RecordForms.Namespace, space => tables.Namespaces.Put(space.Name, space, index, out _));
        Rows(from, RecordForms.NodePool, pool => tables.NodePools.Put(pool.Name, pool, index, out _));
        Single(from, RecordForms.SchedulerConfiguration, tables.SchedulerConfiguration, index);
        Single(from, RecordForms.AutopilotConfig, tables.Autopilot, index);
        Single(from, RecordForms.ClusterMetadata, tables.Cluster, index);
        if (magic != StateWriter.WithoutQuotas)
        {
            Rows(from, RecordForms.QuotaSpec, quota => tables.Quotas.Put(quota.Name, quota, index, out _));
            Rows(from, RecordForms.QuotaUse, use => tables.QuotaUses.Put(use.Name, use, index, out _));
        }
        if (magic is not (StateWriter.WithoutVolumes or StateWriter.WithoutQuotas))
        {
            Rows(from, RecordForms.CSIVolume, volume => tables.Volumes.Put(new(volume.Namespace, volume.ID), volume, index, out _));
            Rows(from, RecordForms.VolumeClaims, claims => tables.VolumeClaims.Put(new(claims.Namespace, claims.VolumeID), claims, index, out _));
            Rows(from, RecordForms.CSIPlugin, plugin => tables.Plugins.Put(plugin.ID, plugin, index, out _));
        }
        Expect(from, magic);
        return state;
    }

    private static void ReadJobs(PooledReader from, RestoredState state)
    {
        var (tables, index) = (state.Tables, state.Index);
        SharedRows(from, state.Add);
        SharedRows(from, state.AddVersion);
        Rows(from, RecordForms.JobSubmission, each => tables.SubmissionsByJob.Note(
            tables.JobSubmissions.Put(new(each.Namespace, each.JobID, each.Version), each, index, out var listed), listed, each));
        Rows(from, RecordForms.JobSummary, each => tables.JobSummaries.Put(new(each.Namespace, each.JobID), each, index, out _));
        Rows(from, RecordForms.PeriodicLaunch, each => tables.PeriodicLaunches.Put(new(each.Namespace, each.ID), each, index, out _));
        Rows(from, RecordForms.JobScalingEvents, each => tables.ScalingEvents.Put(new(each.Namespace, each.JobID), each, index, out _));
    }

    private static void ReadAllocations(PooledReader from, RestoredState state)
    {
        var count = from.Count(MaxRows);
        state.Tables.Allocations.Expect(Math.Min(count, MaxExpected));
        ReadAhead.Each(count, () => AllocationCodec.Read(from, from.Job()), state.Add);
        state.Columns.EndLoading();
    }

    private static void Rows<T>(PooledReader from, RecordForm<T> form, Action<T> add) where T : class => ReadAhead.Each(
        from.Count(MaxRows), () => from.Row(form), add);

    private static void SharedRows(PooledReader from, Action<Job> add) => ReadAhead.Each(
        from.Count(MaxRows), () => from.Job() ?? throw new InvalidDataException("a job is missing"), add);

    private static void Single<T>(PooledReader from, RecordForm<T> form, Table<string, T> table, ulong index) where T : class
    {
        if (from.Document(form) is { } row)
            table.Put("", row, index, out _);
    }

    private static void Expect(PooledReader from, string magic)
    {
        if (from.Binary.ReadString() != magic)
            throw new InvalidDataException($"saved state: expected \"{magic}\" at the end");
    }
}
