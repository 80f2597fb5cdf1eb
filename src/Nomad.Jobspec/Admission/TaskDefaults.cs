using System.Text.Json.Nodes;
using Nomad.Model.Jobs;

namespace Nomad.Jobspec.Admission;

/// <summary>Defaults of a task.</summary>
internal sealed class TaskDefaults(JsonObject job, JsonObject group, JsonObject task)
{
    private const long Second = 1_000_000_000;

    public void Apply()
    {
        task.NullWhenEmpty("Constraints", "Affinities", "Meta", "Env", "Config", "VolumeMounts", "Services", "Templates", "Artifacts");
        JobDefaults.FillPlacement(task);
        task.Default("KillTimeout", 5 * Second);
        FillResources(task.Ensure("Resources"));
        var restart = task.Ensure("RestartPolicy");
        restart.Underlay(group.Object("RestartPolicy"));
        var logs = task.Ensure("LogConfig");
        logs.Default("MaxFiles", 10);
        logs.Default("MaxFileSizeMB", 10);
        if (task.Object("Vault") is { } vault)
            PolicyDefaults.Vault(vault);
        task.Object("Consul")?.DefaultText("Cluster", "default");
        foreach (var template in task.Objects("Templates"))
            FillTemplate(template);
        foreach (var artifact in task.Objects("Artifacts"))
            FillArtifact(artifact);
        foreach (var service in task.Objects("Services"))
        {
            service.DefaultText("TaskName", task.Text("Name"));
            var name = $"{job.Text("Name")}-{group.Text("Name")}-{task.Text("Name")}";
            ServiceDefaults.Apply(service, name, task.Object("Consul") ?? group.Object("Consul"));
        }

        foreach (var mount in task.Objects("VolumeMounts"))
            mount.DefaultText("PropagationMode", "private");
        if (task.Object("CSIPluginConfig") is { } plugin)
        {
            plugin.DefaultText("MountDir", "/csi");
            plugin.DefaultText("StagePublishBaseDir", "/local/csi");
            plugin.Default("HealthTimeout", 30 * Second);
        }
    }

    internal static void FillResources(JsonObject resources)
    {
        if (resources["Cores"] is not { } cores || cores.ToJsonString() == "0")
            resources.Default("CPU", 100);
        resources.Default("MemoryMB", 300);
        resources.NullWhenEmpty("Networks", "Devices");
        foreach (var network in resources.Objects("Networks"))
            JobDefaults.FillNetwork(network);
        foreach (var device in resources.Objects("Devices"))
        {
            device.Default("Count", 1);
            device.NullWhenEmpty("Constraints", "Affinities");
            JobDefaults.FillPlacement(device);
        }

        resources.Object("NUMA")?.DefaultText("Affinity", NumaAffinities.None);
    }

    private static void FillTemplate(JsonObject template)
    {
        template.DefaultText("ChangeMode", ChangeModes.Restart);
        if (template.Text("ChangeMode") == ChangeModes.Signal)
            template.DefaultText("ChangeSignal", "SIGHUP");
        if (template.Text("ChangeSignal") is { Length: > 0 } signal)
            template["ChangeSignal"] = signal.ToUpperInvariant();
        template.Default("Splay", 5 * Second);
        template.DefaultText("Perms", "0644");
        template.DefaultText("LeftDelim", "{{");
        template.DefaultText("RightDelim", "}}");
        if (template.Object("ChangeScript") is { } script)
            script.Default("Timeout", 5 * Second);
    }

    private static void FillArtifact(JsonObject artifact)
    {
        artifact.DefaultText("GetterMode", GetterModes.Any);
        artifact.NullWhenEmpty("GetterOptions", "GetterHeaders");
        if (artifact.Text("RelativeDest").Length > 0)
            return;
        var source = artifact.Text("GetterSource");
        artifact["RelativeDest"] = artifact.Text("GetterMode") == GetterModes.File ? "local/" + source[(source.LastIndexOf('/') + 1)..] : "local/";
    }
}
