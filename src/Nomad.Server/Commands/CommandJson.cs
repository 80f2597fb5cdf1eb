using System.Text.Json.Serialization;
namespace Nomad.Server.Commands;

/// <summary>
/// How commands and saved rows read and write as JSON, generated at build time. Other than in answers, fields that are null, 0 or false are
/// left out: no record starts them otherwise.
/// </summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Command))]
[JsonSerializable(typeof(ApplyPlanHead))]
[JsonSerializable(typeof(State.PeriodicLaunch))]
[JsonSerializable(typeof(State.JobScalingEvents))]
[JsonSerializable(typeof(State.ClusterMetadata))]
[JsonSerializable(typeof(State.QuotaUse)), JsonSerializable(typeof(QuotaSpec))]
[JsonSerializable(typeof(CSIVolume)), JsonSerializable(typeof(VolumeClaims)), JsonSerializable(typeof(CSIPlugin))]
[JsonSerializable(typeof(JobSubmission))]
[JsonSerializable(typeof(JobSummary))]
[JsonSerializable(typeof(IReadOnlyList<TaskGroup>), TypeInfoPropertyName = "ListOfTaskGroup")]
[JsonSerializable(typeof(Node))]
[JsonSerializable(typeof(AllocMetric))]
[JsonSerializable(typeof(RescheduleTracker))]
[JsonSerializable(typeof(IReadOnlyList<AllocState>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, TaskState>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, AllocatedTaskResources>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, TaskLifecycleConfig>))]
[JsonSerializable(typeof(NetworkResource))]
internal sealed partial class CommandJson : JsonSerializerContext
{
    public static CommandJson Current { get; } = new(new(ModelJson.Options()) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault });
}

/// <summary>What a plan carries besides its lists of allocations.</summary>
internal sealed record ApplyPlanHead(
    string EvaluationID, string Namespace, string JobID, ulong JobVersion, Deployment? Deployment,
    IReadOnlyList<DeploymentStatusUpdate> DeploymentUpdates, IReadOnlyList<Evaluation> PreemptionEvaluations,
    IReadOnlyList<string> IneligibleNodes, IReadOnlyList<Evaluation>? Outcome, long Time);
