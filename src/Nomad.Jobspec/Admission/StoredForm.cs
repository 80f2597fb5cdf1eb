using Nomad.Model;
using Nomad.Model.Jobs;
using Nomad.Model.Services;

namespace Nomad.Jobspec.Admission;

/// <summary>What the server stores: names interpolated, identities and scaling targets set, the author's server-owned fields dropped.</summary>
internal static class StoredForm
{
    private const string DefaultIdentity = "default";

    // One for all jobs.
    private static readonly string[] Audience = ["nomadproject.io"];
    private static readonly string[] AnyDatacenter = ["*"];

    public static Job Of(Job job, AdmissionOptions options) => job with
    {
        NodePool = job.NodePool.Length == 0 ? options.NodePool : job.NodePool,
        Status = "",
        StatusDescription = "",
        Stable = false,
        Version = 0,
        SubmitTime = 0,
        CreateIndex = 0,
        ModifyIndex = 0,
        JobModifyIndex = 0,
        VersionTag = null,
        ParentID = "",
        DispatchIdempotencyToken = "",
        NomadTokenID = "",
        Update = SharedParts.Of(job.Type is JobTypes.Service or JobTypes.System
            ? new UpdateStrategy { Stagger = job.Update.Stagger, MaxParallel = job.Update.MaxParallel }
            : job.Update)!,
        Constraints = SharedParts.Of(job.Constraints),
        Datacenters = job.Datacenters is ["*"] ? AnyDatacenter : job.Datacenters,
        TaskGroups = job.TaskGroups?.Where(group => group is not null).Select(group => OfGroup(job, group)).ToArray(),
    };

    private static TaskGroup OfGroup(Job job, TaskGroup group) => group with
    {
        Scaling = group.Scaling is null ? null : group.Scaling with
        {
            Target = new Dictionary<string, string> { ["Namespace"] = job.Namespace, ["Job"] = job.ID, ["Group"] = group.Name },
        },
        Services = OfServices(job, group, "group", group.Services),
        Update = SharedParts.Of(group.Update),
        Migrate = SharedParts.Of(group.Migrate),
        RestartPolicy = SharedParts.Of(group.RestartPolicy),
        ReschedulePolicy = SharedParts.Of(group.ReschedulePolicy),
        EphemeralDisk = SharedParts.Of(group.EphemeralDisk),
        Constraints = SharedParts.Of(group.Constraints),
        Networks = group.Networks?.Select(network => network with { DynamicPorts = network.DynamicPorts?.ToArray() }).ToArray(),
        Tasks = group.Tasks?.Where(task => task is not null).Select(task => OfTask(job, group, task)).ToArray(),
    };

    private static JobTask OfTask(Job job, TaskGroup group, JobTask task)
    {
        var named = task.Identities.OrEmpty().FirstOrDefault(identity => identity.Name is DefaultIdentity or "");
        var identity = task.Identity ?? named ?? new WorkloadIdentity();
        var others = task.Identity is null ? [.. task.Identities.OrEmpty().Where(other => other != named)] : task.Identities;
        return task with
        {
            Identity = SharedParts.Of(identity with { Name = DefaultIdentity, Audience = Audience }),
            Identities = others is { Count: > 0 } ? others : null,
            Services = OfServices(job, group, task.Name, task.Services),
            RestartPolicy = SharedParts.Of(task.RestartPolicy),
            Resources = SharedParts.Of(task.Resources),
            LogConfig = SharedParts.Of(task.LogConfig),
            Constraints = SharedParts.Of(task.Constraints),
        };
    }

    private static IReadOnlyList<Service>? OfServices(Job job, TaskGroup group, string task, IReadOnlyList<Service>? services) =>
        services is null ? null : [.. services.Select(service => service with
        {
            Name = service.Name.Replace("${JOB}", job.Name, StringComparison.Ordinal)
                .Replace("${TASKGROUP}", group.Name, StringComparison.Ordinal)
                .Replace("${TASK}", task, StringComparison.Ordinal)
                .Replace("${BASE}", $"{job.Name}-{group.Name}-{task}", StringComparison.Ordinal),
            Namespace = service.Provider == ServiceProviders.Nomad ? job.Namespace : service.Namespace,
        })];
}
