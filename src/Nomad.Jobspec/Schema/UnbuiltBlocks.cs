namespace Nomad.Jobspec.Schema;

/// <summary>
/// What a job file may say and this program does not do. The page of compatibility shows it, and the warnings about a job are made from it.
/// </summary>
internal static class UnbuiltBlocks
{
    public static readonly IReadOnlyList<UnbuiltBlock> All =
    [
        // Accepted and stored, and nothing follows: an author is warned.
        new("service", false, "it is registered nowhere", "job.group.service", "job.group.task.service"),
        new("check", false, "it never runs, and a deployment goes by the states of tasks",
            "job.group.service.check", "job.group.service.check_restart", "job.group.task.service.check", "job.group.task.service.check_restart"),
        new("vault", false, "the task gets no token", "job.vault", "job.group.vault", "job.group.task.vault"),
        new("consul", false, "the task gets no token", "job.group.consul", "job.group.task.consul"),
        new("identity", false, "the task gets no token", "job.group.task.identity"),
        new("action", false, "no command runs it", "job.group.task.action"),
        new("csi_plugin", false, "no plugin is registered", "job.group.task.csi_plugin"),
        new("dns", false, "tasks resolve names as their host does", "job.group.network.dns", "job.group.task.resources.network.dns"),
        new("ui", false, "there is no web interface", "job.ui"),

        // Not accepted in silence: the allocation says why it does not start or is not placed.
        new("artifact", true, "the task fails: this client cannot download artifacts", "job.group.task.artifact"),
        new("template", true, "a template with actions fails the task, so its result never changes", "job.group.task.template.change_mode",
            "job.group.task.template.change_signal", "job.group.task.template.change_script", "job.group.task.template.splay", "job.group.task.template.wait",
            "job.group.task.template.vault_grace", "job.group.task.template.error_on_missing_key", "job.group.task.template.once"),
        new("secret", true, "no node has a provider of secrets", "job.secret", "job.group.secret", "job.group.task.secret"),
        new("device", true, "no node offers devices", "job.group.task.resources.device"),
        new("cni", true, "network modes other than \"host\" fail the allocation", "job.group.network.cni", "job.group.task.resources.network.cni"),
        new("mount_options", true, "a volume of type csi fails the task", "job.group.volume.mount_options", "job.group.volume.attachment_mode", "job.group.volume.access_mode"),
        new("config", true, "no node has the driver", "job.group.task.config:docker", "job.group.task.config:java", "job.group.task.config:qemu"),
    ];

    /// <summary>What is said of a block or key by its dotted path from <c>job</c>; null when it has its effect.</summary>
    public static UnbuiltBlock? Find(string path) => All.FirstOrDefault(block => block.Paths.Any(start => path.StartsWith(start, StringComparison.Ordinal)
        && (path.Length == start.Length || path[start.Length] == '.')));

    /// <summary>Why nothing follows from a block that is accepted.</summary>
    public static string Reason(string name) => All.First(block => block.Name == name && !block.IsRefused).Reason;
}
