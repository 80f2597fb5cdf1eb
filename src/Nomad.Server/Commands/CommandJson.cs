using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Nomad.Server.Commands;

/// <summary>
/// How commands and saved rows are read as JSON, which they were before there were records, and are shown. Other than in answers, fields that are null, 0, false or "" are left out: no record starts them
/// otherwise, and a text that is missing is read as "".
/// </summary>
internal static class CommandJson
{
    private static readonly JsonSerializerOptions Options = new(ModelJson.Options())
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        TypeInfoResolver = CommandJsonContext.Default.WithAddedModifier(LeaveOutEmptyTexts),
    };

    public static JsonTypeInfo<T> Of<T>() => Form<T>.Info;

    public static JsonTypeInfo InfoOf(Type type) => Options.GetTypeInfo(type);

    /// <summary>Whether "" need not be written: a field that may be null would come back as null, and an argument of a constructor too.</summary>
    internal static bool IsLeftOutWhenEmpty(JsonPropertyInfo property) =>
        property.PropertyType == typeof(string) && !property.IsSetNullable && property.AssociatedParameter is not { IsMemberInitializer: false };

    private static void LeaveOutEmptyTexts(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (IsLeftOutWhenEmpty(property))
                property.ShouldSerialize = static (_, value) => value is string { Length: > 0 };
        }
    }

    private static class Form<T>
    {
        public static readonly JsonTypeInfo<T> Info = (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));
    }
}

/// <summary>Generated at build time.</summary>
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
internal sealed partial class CommandJsonContext : JsonSerializerContext;

/// <summary>What a plan carries besides its lists of allocations.</summary>
internal sealed record ApplyPlanHead(
    string EvaluationID, string Namespace, string JobID, ulong JobVersion, Deployment? Deployment,
    IReadOnlyList<DeploymentStatusUpdate> DeploymentUpdates, IReadOnlyList<Evaluation> PreemptionEvaluations,
    IReadOnlyList<string> IneligibleNodes, IReadOnlyList<Evaluation>? Outcome, long Time);
