using System.Text.Json.Serialization;

namespace Nomad.Server.Commands;

/// <summary>How commands and saved rows read and write as JSON, generated at build time.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Command))]
[JsonSerializable(typeof(ApplyPlanHead))]
[JsonSerializable(typeof(State.PeriodicLaunch))]
[JsonSerializable(typeof(State.JobScalingEvents))]
[JsonSerializable(typeof(State.ClusterMetadata))]
[JsonSerializable(typeof(State.QuotaUse))]
[JsonSerializable(typeof(IReadOnlyList<AllocState>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, TaskState>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, AllocatedTaskResources>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, TaskLifecycleConfig>))]
[JsonSerializable(typeof(NetworkResource))]
internal sealed partial class CommandJson : JsonSerializerContext
{
    public static CommandJson Current { get; } = new(ModelJson.Options());
}

/// <summary>What a plan carries besides its lists of allocations.</summary>
internal sealed record ApplyPlanHead(
    string EvaluationID, string Namespace, string JobID, ulong JobVersion, Deployment? Deployment,
    IReadOnlyList<DeploymentStatusUpdate> DeploymentUpdates, IReadOnlyList<Evaluation> PreemptionEvaluations,
    IReadOnlyList<string> IneligibleNodes, long Time);
