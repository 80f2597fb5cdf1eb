using Nomad.Model.Json;
using Nomad.Model.Services;

namespace Nomad.Scheduling.Reconciliation;

/// <summary>
/// Whether a newer version of a group needs its tasks started anew. Everything that a running task cannot take over is compared as one document;
/// the rest (counts, policies, checks, constraints, timeouts) changes in place.
/// </summary>
internal static class TaskChanges
{
    public static bool NeedRestart(Job before, TaskGroup old, Job after, TaskGroup now) => !ModelJson.Same(Core(before, old), Core(after, now), ModelJson.Default.TaskGroup);

    /// <summary>Whether tasks run at other times of their allocation than before, so that it needs another amount at once.</summary>
    public static bool AreReordered(TaskGroup old, TaskGroup now)
    {
        var before = old.Tasks.OrEmpty().ToDictionary(task => task.Name, task => task.Lifecycle, StringComparer.Ordinal);
        return now.Tasks.OrEmpty().Any(task => before.GetValueOrDefault(task.Name) != task.Lifecycle);
    }

    private static TaskGroup Core(Job job, TaskGroup group) => new()
    {
        EphemeralDisk = group.EphemeralDisk,
        RestartPolicy = Core(group.RestartPolicy),
        Networks = Core(group.Networks),
        Consul = group.Consul,
        Volumes = group.Volumes,
        Services = [.. group.Services.OrEmpty().Where(own => own.Connect is not null).OrderBy(own => own.Name, StringComparer.Ordinal).Select(Core)],
        Tasks = [.. group.Tasks.OrEmpty().OrderBy(task => task.Name, StringComparer.Ordinal).Select(task => Core(job, group, task))],
    };

    private static JobTask Core(Job job, TaskGroup group, JobTask task) => new()
    {
        Name = task.Name,
        Driver = task.Driver,
        RestartPolicy = Core(task.RestartPolicy),
        User = task.User,
        Config = task.Config,
        Env = task.Env,
        Artifacts = task.Artifacts,
        Vault = task.Vault,
        Consul = task.Consul,
        Secrets = task.Secrets,
        Templates = task.Templates,
        CSIPluginConfig = task.CSIPluginConfig,
        VolumeMounts = task.VolumeMounts,
        Identity = task.Identity,
        Identities = task.Identities,
        Meta = Combined(job.Meta, group.Meta, task.Meta),
        Resources = task.Resources is { } resources ? resources with { DiskMB = 0, IOPS = 0, Networks = Core(resources.Networks) } : null,
        LogConfig = new LogConfig { Disabled = task.LogConfig?.Disabled ?? false },
    };

    // How often a task is started again changes in place; what happens to its templates then does not.
    private static RestartPolicy? Core(RestartPolicy? policy) => policy is { RenderTemplates: true } ? new RestartPolicy { RenderTemplates = true } : null;

    private static NetworkResource[] Core(IReadOnlyList<NetworkResource>? networks) => [.. networks.OrEmpty().Select(network => network with
    {
        IP = "", Device = "", CIDR = "",
        ReservedPorts = [.. network.ReservedPorts.OrEmpty().OrderBy(port => port.Label, StringComparer.Ordinal)],
        DynamicPorts = [.. network.DynamicPorts.OrEmpty().Select(port => port with { Value = 0 }).OrderBy(port => port.Label, StringComparer.Ordinal)],
    })];

    // Upstreams and the proxy's settings are read by a running sidecar; where it listens and what runs it are not.
    private static Service Core(Service service) => new()
    {
        Name = service.Name, PortLabel = service.PortLabel, Cluster = service.Cluster,
        Connect = service.Connect is not { } connect ? null : connect with
        {
            SidecarService = connect.SidecarService is { } sidecar ? new ConsulSidecarService { Port = sidecar.Port } : null,
        },
    };

    private static SortedDictionary<string, string> Combined(params IReadOnlyDictionary<string, string>?[] layers)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var layer in layers)
            foreach (var (key, value) in layer.OrEmpty())
                all[key] = value;
        return all;
    }
}
