using Nomad.Configuration.Settings;
using Nomad.Model;
using Nomad.Model.Jobs;
using Nomad.Server;
using Nomad.Server.State;

namespace Nomad.Agent.Metrics;

/// <summary>What a server holds: its log, and of a leader its queues and the jobs of the region.</summary>
internal static class ServerGauges
{
    // What stands between the id of a parent job and the name of its child.
    private const string Dispatched = "/dispatch-";
    private const string Periodic = "/periodic-";

    public static void AddTo(GaugeList gauges, ServerAgent server, TelemetrySettings settings)
    {
        var raft = server.Raft.Stats();
        gauges.Add("raft.appliedIndex", raft.AppliedIndex);
        gauges.Add("raft.lastIndex", raft.LastLogIndex);
        gauges.Add("raft.peers", raft.LatestConfiguration.Servers.Count);
        gauges.Add("state.snapshotIndex", server.State.Snapshot().Index);
        AddQueues(gauges, server);
        if (server.IsLeader)
            AddJobs(gauges, server.State.Snapshot(), settings);
    }

    private static void AddQueues(GaugeList gauges, ServerAgent server)
    {
        var broker = server.Broker.Stats();
        gauges.Add("nomad.broker.total_ready", broker.Ready);
        gauges.Add("nomad.broker.total_unacked", broker.Unacked);
        gauges.Add("nomad.broker.total_pending", broker.Pending);
        gauges.Add("nomad.broker.total_waiting", broker.Waiting);
        gauges.Add("nomad.broker.total_cancelable", broker.Cancelable);
        foreach (var (type, ready) in broker.ReadyByType)
            gauges.Add($"nomad.broker.{type}.ready", ready);
        gauges.Add("nomad.blocked_evals.total_blocked", server.Blocked.Count);
        gauges.Add("nomad.blocked_evals.total_escaped", server.Blocked.EscapedCount);
        gauges.Add("nomad.plan.queue_depth", server.Awaited.Plans);
        gauges.Add("nomad.heartbeat.active", server.Awaited.Heartbeats);
    }

    private static void AddJobs(GaugeList gauges, StateSnapshot state, TelemetrySettings settings)
    {
        var (pending, running, dead) = (0, 0, 0);
        foreach (var job in state.Jobs())
        {
            pending += job.Status == JobStatus.Pending ? 1 : 0;
            running += job.Status == JobStatus.Running ? 1 : 0;
            dead += job.Status == JobStatus.Dead ? 1 : 0;
        }
        gauges.Add("nomad.job_status.pending", pending);
        gauges.Add("nomad.job_status.running", running);
        gauges.Add("nomad.job_status.dead", dead);
        foreach (var summary in state.Summaries())
        {
            if (settings.DisableDispatchedJobSummaryMetrics && summary.JobID.Contains(Dispatched, StringComparison.Ordinal))
                continue;
            foreach (var (group, counts) in summary.Summary.OrEmpty())
                AddGroup(gauges, counts, LabelsOf(summary, group));
        }
    }

    private static void AddGroup(GaugeList gauges, TaskGroupSummary counts, IReadOnlyDictionary<string, string> labels)
    {
        gauges.Add("nomad.job_summary.queued", counts.Queued, labels);
        gauges.Add("nomad.job_summary.complete", counts.Complete, labels);
        gauges.Add("nomad.job_summary.failed", counts.Failed, labels);
        gauges.Add("nomad.job_summary.running", counts.Running, labels);
        gauges.Add("nomad.job_summary.starting", counts.Starting, labels);
        gauges.Add("nomad.job_summary.lost", counts.Lost, labels);
        gauges.Add("nomad.job_summary.unknown", counts.Unknown, labels);
    }

    private static Dictionary<string, string> LabelsOf(JobSummary summary, string group)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["job"] = summary.JobID, ["namespace"] = summary.Namespace, ["task_group"] = group };
        foreach (var (mark, label) in new[] { (Dispatched, "dispatch_id"), (Periodic, "periodic_id") })
        {
            if (summary.JobID.LastIndexOf(mark, StringComparison.Ordinal) is > 0 and var at)
                (labels["parent_id"], labels[label]) = (summary.JobID[..at], summary.JobID[(at + mark.Length)..]);
        }
        return labels;
    }
}
