using System.Security.Cryptography;
using System.Text;
using Nomad.Agent.Http.Queries;
using Nomad.Agent.Http.Routing;
using Nomad.Model;
using Nomad.Model.Jobs;
using Nomad.Model.Json;
using Nomad.Server.State;

namespace Nomad.Agent.Http.Jobs;

/// <summary>Scaling policies. They live in the jobs that name them; each has an id drawn from its place, the same on every server.</summary>
internal sealed class ScalingRoutes(AgentServices services)
{
    private static readonly Access Read = Access.Namespace("list-scaling-policies|read-job");

    private StateStore State => services.RequireServer().State;

    public IEnumerable<Route> All =>
    [
        new(Verbs.Get, "/v1/scaling/policies", Read, ListAsync),
        new(Verbs.Get, "/v1/scaling/policy/{id}", Access.Namespace("read-scaling-policy|read-job"), OneAsync),
    ];

    /// <summary>The policies of the jobs that a caller looks at.</summary>
    public static IEnumerable<ScalingPolicy> Policies(ApiCall call, StateSnapshot state) =>
        state.Jobs().Where(job => JobReadRoutes.InNamespace(call, job.Namespace)).SelectMany(Policies);

    private Task ListAsync(ApiCall call)
    {
        var (job, type) = (call.Text("job"), call.Text("type"));
        var matches = IdPrefix.Matcher(call.Options.Prefix, "scaling policy");
        return Reads.ListAsync(call, State, [Watch.Whole(StateTable.Jobs)], state => Policies(call, state).Where(policy => matches(policy.ID)
                && (job.Length == 0 || policy.Target.OrEmpty().GetValueOrDefault("Job") == job) && (type.Length == 0 || policy.Type == type)),
            new Listing<ScalingPolicy, ScalingPolicyListStub>(policy => PageKey.ById(policy.ID), ModelJson.Default.ScalingPolicy, (policy, _) => Stub(policy),
                ModelJson.Default.ListOfScalingPolicyListStub));
    }

    private Task OneAsync(ApiCall call) => Reads.OneAsync(call, State, [Watch.Whole(StateTable.Jobs)],
        state => state.Jobs().SelectMany(Policies).FirstOrDefault(policy => policy.ID == call["id"]),
        (policy => policy.ModifyIndex, ModelJson.Default.ScalingPolicy, "policy not found"));

    private static IEnumerable<ScalingPolicy> Policies(Job job) => job.Stop ? [] : job.TaskGroups.OrEmpty().SelectMany(group =>
        new[] { group.Scaling }.Concat(group.Tasks.OrEmpty().SelectMany(task => task.ScalingPolicies.OrEmpty()))
            .OfType<ScalingPolicy>().Select(policy => policy with { ID = Id(policy), CreateIndex = job.CreateIndex, ModifyIndex = job.JobModifyIndex }));

    private static string Id(ScalingPolicy policy)
    {
        var place = string.Join('\0', policy.Target.OrEmpty().OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => $"{part.Key}={part.Value}").Append(policy.Type));
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(place)).AsSpan(0, 16)).ToString();
    }

    private static ScalingPolicyListStub Stub(ScalingPolicy policy) => new()
    {
        ID = policy.ID, Enabled = policy.Enabled, Type = policy.Type, Target = policy.Target, CreateIndex = policy.CreateIndex, ModifyIndex = policy.ModifyIndex,
    };
}
