using System.Text.Json;
using System.Text.Json.Serialization;
using Nomad.Model.Access;
using Nomad.Model.Allocations;
using Nomad.Model.Cluster;
using Nomad.Model.Deployments;
using Nomad.Model.Diffs;
using Nomad.Model.Evaluations;
using Nomad.Model.Events;
using Nomad.Model.Jobs;
using Nomad.Model.Namespaces;
using Nomad.Model.Nodes;
using Nomad.Model.Plans;
using Nomad.Model.Requests;
using Nomad.Model.Scheduling;
using Nomad.Model.Services;
using Nomad.Model.Stats;
using Nomad.Model.Streams;
using Nomad.Model.Variables;
using Nomad.Model.Volumes;

namespace Nomad.Model.Json;

/// <summary>
/// How each document is read and written, generated at build time so that it works without reflection.
/// Take it from <see cref="ModelJson.Default"/>, which also escapes text as the original does.
/// Listed are the documents that are read or written on their own; what they contain comes along. Every line makes the
/// program larger and each of its starts slower, so a line stands here only when something names it.
/// </summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNameCaseInsensitive = true,
    UseStringEnumConverter = true,
    Converters =
    [
        typeof(TextConverter), typeof(TimestampConverter), typeof(GoDoubleConverter), typeof(GoSingleConverter),
        typeof(NullAsZero.Bools), typeof(NullAsZero.Ints), typeof(NullAsZero.Longs), typeof(NullAsZero.Ulongs), typeof(SortedMaps),
    ])]
[JsonSerializable(typeof(Job)), JsonSerializable(typeof(IReadOnlyList<Job>), TypeInfoPropertyName = "ListOfJob")]
[JsonSerializable(typeof(ScalingPolicy)), JsonSerializable(typeof(IReadOnlyList<ScalingPolicyListStub>), TypeInfoPropertyName = "ListOfScalingPolicyListStub")]
[JsonSerializable(typeof(FuzzySearchRequest)), JsonSerializable(typeof(FuzzySearchResponse)), JsonSerializable(typeof(JobSubmission)), JsonSerializable(typeof(IReadOnlyList<JobListStub>), TypeInfoPropertyName = "ListOfJobListStub")]
[JsonSerializable(typeof(JobSummary)), JsonSerializable(typeof(TaskGroup))]
[JsonSerializable(typeof(CheckQueryResult)), JsonSerializable(typeof(Allocation))]
[JsonSerializable(typeof(IReadOnlyList<Allocation>), TypeInfoPropertyName = "ListOfAllocation")]
[JsonSerializable(typeof(IReadOnlyList<AllocListStub>), TypeInfoPropertyName = "ListOfAllocListStub")]
[JsonSerializable(typeof(AllocDeploymentStatus)), JsonSerializable(typeof(RescheduleTracker)), JsonSerializable(typeof(AllocatedResources))]
[JsonSerializable(typeof(AllocMetric)), JsonSerializable(typeof(TaskState)), JsonSerializable(typeof(Evaluation))]
[JsonSerializable(typeof(IReadOnlyList<Evaluation>), TypeInfoPropertyName = "ListOfEvaluation"), JsonSerializable(typeof(Deployment))]
[JsonSerializable(typeof(IReadOnlyList<Deployment>), TypeInfoPropertyName = "ListOfDeployment"), JsonSerializable(typeof(JobScaleStatus))]
[JsonSerializable(typeof(Node)), JsonSerializable(typeof(IReadOnlyList<NodeListStub>), TypeInfoPropertyName = "ListOfNodeListStub")]
[JsonSerializable(typeof(DrainSpec)), JsonSerializable(typeof(NodePool))]
[JsonSerializable(typeof(IReadOnlyList<NodePool>), TypeInfoPropertyName = "ListOfNodePool")]
[JsonSerializable(typeof(Namespace)), JsonSerializable(typeof(IReadOnlyList<Namespace>), TypeInfoPropertyName = "ListOfNamespace")]
[JsonSerializable(typeof(EvalDeleteRequest)), JsonSerializable(typeof(EvalDeleteResponse))]
[JsonSerializable(typeof(EventBatch)), JsonSerializable(typeof(SchedulerConfiguration))]
[JsonSerializable(typeof(AutopilotConfig)), JsonSerializable(typeof(OperatorHealthReply)), JsonSerializable(typeof(AgentSelf))]
[JsonSerializable(typeof(KeyringRequest)), JsonSerializable(typeof(KeyringResponse))]
[JsonSerializable(typeof(HostStats)), JsonSerializable(typeof(AllocResourceUsage)), JsonSerializable(typeof(JobRegisterResponse))]
[JsonSerializable(typeof(Explanations.JobExplanation))]
[JsonSerializable(typeof(Rebalancing.RebalancePlan)), JsonSerializable(typeof(Rebalancing.RebalanceRequest))]
[JsonSerializable(typeof(Quotas.QuotaSpec)), JsonSerializable(typeof(IReadOnlyList<Quotas.QuotaSpec>), TypeInfoPropertyName = "ListOfQuotaSpec")]
[JsonSerializable(typeof(Quotas.QuotaUsage)), JsonSerializable(typeof(IReadOnlyList<Quotas.QuotaUsage>), TypeInfoPropertyName = "ListOfQuotaUsage")]
[JsonSerializable(typeof(JobDeregisterResponse)), JsonSerializable(typeof(JobPlanResponse)), JsonSerializable(typeof(JobValidateResponse))]
[JsonSerializable(typeof(JobEvaluateRequest)), JsonSerializable(typeof(JobDispatchRequest)), JsonSerializable(typeof(JobDispatchResponse))]
[JsonSerializable(typeof(JobRevertRequest)), JsonSerializable(typeof(JobStabilityRequest)), JsonSerializable(typeof(JobScaleRequest))]
[JsonSerializable(typeof(JobVersionsResponse)), JsonSerializable(typeof(JobTagResponse)), JsonSerializable(typeof(PeriodicForceResponse))]
[JsonSerializable(typeof(NodeUpdateResponse)), JsonSerializable(typeof(NodeDrainUpdateResponse))]
[JsonSerializable(typeof(NodeUpdateEligibilityRequest)), JsonSerializable(typeof(NodeEligibilityUpdateResponse))]
[JsonSerializable(typeof(NodeMetaResponse)), JsonSerializable(typeof(AllocStopResponse)), JsonSerializable(typeof(DeploymentPauseRequest))]
[JsonSerializable(typeof(DeploymentPromoteRequest)), JsonSerializable(typeof(DeploymentAllocHealthRequest))]
[JsonSerializable(typeof(DeploymentUpdateResponse)), JsonSerializable(typeof(ServerMembersResponse)), JsonSerializable(typeof(ServerMember))]
[JsonSerializable(typeof(IReadOnlyList<ServerMember>), TypeInfoPropertyName = "ListOfServerMember")]
[JsonSerializable(typeof(RaftConfigurationResponse)), JsonSerializable(typeof(SchedulerConfigurationResponse))]
[JsonSerializable(typeof(SchedulerSetConfigurationResponse)), JsonSerializable(typeof(SearchRequest)), JsonSerializable(typeof(SearchResponse))]
[JsonSerializable(typeof(CSIVolume)), JsonSerializable(typeof(CSIVolumeRegisterRequest)), JsonSerializable(typeof(CSIPlugin))]
[JsonSerializable(typeof(IReadOnlyList<CSIVolListStub>), TypeInfoPropertyName = "ListOfCSIVolListStub")]
[JsonSerializable(typeof(IReadOnlyList<CSIPluginListStub>), TypeInfoPropertyName = "ListOfCSIPluginListStub")]
[JsonSerializable(typeof(AllocFileInfo))]
[JsonSerializable(typeof(IReadOnlyList<AllocFileInfo>), TypeInfoPropertyName = "ListOfAllocFileInfo"), JsonSerializable(typeof(ExecStreamingInput))]
[JsonSerializable(typeof(ExecStreamingOutput)), JsonSerializable(typeof(StreamFrame))]
[JsonSerializable(typeof(IReadOnlyList<string>), TypeInfoPropertyName = "ListOfText")]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>), TypeInfoPropertyName = "TextByText")]
[JsonSerializable(typeof(System.Text.Json.Nodes.JsonObject))]
public sealed partial class ModelJsonContext : JsonSerializerContext;
