using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Nomad.Server.Commands;
using Nomad.Server.State;

namespace Nomad.Server.Snapshots;

/// <summary>A state as one list of JSON objects, for people and scripts that look into a snapshot.</summary>
public static class SnapshotContents
{
    /// <summary>Every object with its kind, kind by kind.</summary>
    public static IEnumerable<(string Kind, JsonElement Item)> Of(StateSnapshot state) =>
    [
        .. Rows("Nodes", state.Nodes(), ModelJson.Default.Node),
        .. Rows("Jobs", state.Jobs(), ModelJson.Default.Job),
        .. Rows("JobVersions", state.AllJobVersions(), ModelJson.Default.Job),
        .. Rows("JobSubmissions", state.AllSubmissions(), ModelJson.Default.JobSubmission),
        .. Rows("JobSummaries", state.Summaries(), ModelJson.Default.JobSummary),
        .. Rows("Evals", state.Evaluations(), ModelJson.Default.Evaluation),
        .. Rows("Allocs", state.Allocations(), ModelJson.Default.Allocation),
        .. Rows("Deployments", state.Deployments(), ModelJson.Default.Deployment),
        .. Rows("PeriodicLaunches", state.AllPeriodicLaunches(), CommandJson.Of<PeriodicLaunch>()),
        .. Rows("ScalingEvents", state.AllScalingEvents(), CommandJson.Of<JobScalingEvents>()),
        .. Rows("Namespaces", state.Namespaces(), ModelJson.Default.Namespace),
        .. Rows("NodePools", state.NodePools(), ModelJson.Default.NodePool),
        .. Rows("SchedulerConfigurations", One(state.StoredSchedulerConfiguration()), ModelJson.Default.SchedulerConfiguration),
        .. Rows("AutopilotConfigurations", One(state.StoredAutopilot()), ModelJson.Default.AutopilotConfig),
        .. Rows("ClusterMetadata", One(state.Cluster()), CommandJson.Of<ClusterMetadata>()),
    ];

    private static IEnumerable<T> One<T>(T? item) where T : class => item is null ? [] : [item];

    private static IEnumerable<(string, JsonElement)> Rows<T>(string kind, IEnumerable<T> items, JsonTypeInfo<T> type) =>
        items.Select(item => (kind, JsonSerializer.SerializeToElement(item, type)));
}
