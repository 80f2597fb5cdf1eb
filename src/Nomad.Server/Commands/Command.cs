using System.Text.Json.Serialization;

namespace Nomad.Server.Commands;

/// <summary>
/// One entry of the Raft log. The family is closed: <see cref="State.Writing.CommandDispatch"/> knows them all. Times and ids are
/// in the command, so that every server that applies it comes to the same state.
/// </summary>
[JsonDerivedType(typeof(RegisterJob), "job-register")]
[JsonDerivedType(typeof(DeregisterJobs), "job-deregister")]
[JsonDerivedType(typeof(SetJobStability), "job-stability")]
[JsonDerivedType(typeof(TagJobVersion), "job-version-tag")]
[JsonDerivedType(typeof(RecordScaling), "scaling-event")]
[JsonDerivedType(typeof(RecordPeriodicLaunch), "periodic-launch")]
[JsonDerivedType(typeof(ReconcileSummaries), "summaries-reconcile")]
[JsonDerivedType(typeof(UpsertEvaluations), "eval-update")]
[JsonDerivedType(typeof(DeleteEvaluations), "eval-delete")]
[JsonDerivedType(typeof(UpdateAllocationsFromClient), "alloc-client-update")]
[JsonDerivedType(typeof(SetAllocationTransitions), "alloc-desired-transition")]
[JsonDerivedType(typeof(RegisterNode), "node-register")]
[JsonDerivedType(typeof(DeregisterNodes), "node-deregister")]
[JsonDerivedType(typeof(SetNodeStatus), "node-status")]
[JsonDerivedType(typeof(SetNodeDrain), "node-drain")]
[JsonDerivedType(typeof(SetNodeEligibility), "node-eligibility")]
[JsonDerivedType(typeof(AddNodeEvents), "node-events")]
[JsonDerivedType(typeof(SetDeploymentStatus), "deployment-status")]
[JsonDerivedType(typeof(PromoteDeployment), "deployment-promote")]
[JsonDerivedType(typeof(SetDeploymentHealth), "deployment-alloc-health")]
[JsonDerivedType(typeof(DeleteDeployments), "deployment-delete")]
[JsonDerivedType(typeof(SetSchedulerConfiguration), "scheduler-config")]
[JsonDerivedType(typeof(SetAutopilot), "autopilot")]
[JsonDerivedType(typeof(UpsertNamespaces), "namespace-upsert")]
[JsonDerivedType(typeof(DeleteNamespaces), "namespace-delete")]
[JsonDerivedType(typeof(UpsertNodePools), "node-pool-upsert")]
[JsonDerivedType(typeof(DeleteNodePools), "node-pool-delete")]
[JsonDerivedType(typeof(UpsertQuotas), "quota-upsert")]
[JsonDerivedType(typeof(DeleteQuotas), "quota-delete")]
[JsonDerivedType(typeof(UpsertVolumes), "volume-upsert")]
[JsonDerivedType(typeof(DeleteVolume), "volume-delete")]
[JsonDerivedType(typeof(SetClusterMetadata), "cluster-metadata")]
public abstract record Command;
