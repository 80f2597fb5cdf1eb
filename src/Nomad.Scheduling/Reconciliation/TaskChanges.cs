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

    private static TaskGroup Core(Job job, TaskGroup group) => new()
    {
        EphemeralDisk = group.EphemeralDisk,
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

    private static NetworkResource[] Core(IReadOnlyList<NetworkResource>? networks) => [.. networks.OrEmpty().Select(network => network with
    {
        IP = "", Device = "", CIDR = "",
        ReservedPorts = [.. network.ReservedPorts.OrEmpty().OrderBy(port => port.Label, StringComparer.Ordinal)],
        DynamicPorts = [.. network.DynamicPorts.OrEmpty().Select(port => port with { Value = 0 }).OrderBy(port => port.Label, StringComparer.Ordinal)],
    })];

    private static Service Core(Service service) => new() { Name = service.Name, PortLabel = service.PortLabel, Cluster = service.Cluster, Connect = service.Connect };

    private static SortedDictionary<string, string> Combined(params IReadOnlyDictionary<string, string>?[] layers)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var layer in layers)
            foreach (var (key, value) in layer.OrEmpty())
                all[key] = value;
        return all;
    }
}
