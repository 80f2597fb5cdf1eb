using Nomad.Cli.Invocation;
using Nomad.Model.Allocations;

namespace Nomad.Cli.Output;

/// <summary>Lists of allocations (spec cli §4).</summary>
public static class AllocationTable
{
    public const string Empty = "No allocations placed";

    public static string Of(IReadOnlyList<AllocListStub> allocations, CommandCall call)
    {
        if (allocations.Count == 0)
            return Empty;
        var (ids, now, verbose) = (call.Ids, call.Time.GetUtcNow(), call.Verbose);
        var table = verbose
            ? new ColumnTable("ID", "Eval ID", "Node ID", "Node Name", "Task Group", "Version", "Desired", "Status", "Created", "Modified")
            : new ColumnTable("ID", "Node ID", "Task Group", "Version", "Desired", "Status", "Created", "Modified");
        foreach (var allocation in allocations)
        {
            string[] first = verbose
                ? [allocation.ID, allocation.EvalID, allocation.NodeID, allocation.NodeName]
                : [ids.Of(allocation.ID), ids.Of(allocation.NodeID)];
            table.Add([.. first, allocation.TaskGroup, allocation.JobVersion.ToString(), allocation.DesiredStatus, allocation.ClientStatus,
                TimeText.Of(allocation.CreateTime, now, verbose), TimeText.Of(allocation.ModifyTime, now, verbose)]);
        }
        return table.ToString();
    }
}
