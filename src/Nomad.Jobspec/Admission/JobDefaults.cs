using System.Text.Json.Nodes;
using Nomad.Model.Jobs;

namespace Nomad.Jobspec.Admission;

/// <summary>
/// Fills a job document with the defaults of every field that its author left out, where the default is another than nothing, 0 or false: those a job has
/// anyway.
/// </summary>
internal sealed class JobDefaults(JsonObject job, AdmissionOptions options)
{
    private string Type => job.Text("Type");

    private bool IsBatch => Type is JobTypes.Batch or JobTypes.Sysbatch;

    public void Apply()
    {
        FillHead();
        var update = job.Object("Update");
        if (Type is JobTypes.Service or JobTypes.System)
            PolicyDefaults.Update(update = job.Ensure("Update"));
        foreach (var group in job.Objects("TaskGroups"))
            FillGroup(group, update);
        if (job.Object("Periodic") is { } periodic)
        {
            periodic.Default("Enabled", true);
            periodic.DefaultText("SpecType", "cron");
            periodic.DefaultText("TimeZone", "UTC");
        }

        job.Object("ParameterizedJob")?.DefaultText("Payload", DispatchPayloadRules.Optional);
        foreach (var parent in (string[])["Periodic", "ParameterizedJob"])
            job.Object(parent)?.Object("Concurrency")?.DefaultText("Overflow", ConcurrencyOverflows.Queue);
        foreach (var region in job.Object("Multiregion")?.Objects("Regions") ?? [])
            region.Default("Count", 1);
    }

    private void FillHead()
    {
        job.DefaultText("Name", job.Text("ID"));
        job.DefaultText("Namespace", options.Namespace);
        job.DefaultText("Region", options.Region);
        job.DefaultText("Type", JobTypes.Service);
        if (job["Priority"] is null || job["Priority"]!.ToJsonString() == "0")
            job["Priority"] = options.DefaultPriority;
        job.NullWhenEmpty("Datacenters", "Constraints", "Affinities", "Spreads", "Meta");
        job.Default("Datacenters", new JsonArray("*"));
        FillPlacement(job);
    }

    private void FillGroup(JsonObject group, JsonObject? update)
    {
        if (group.Object("Scaling") is { } scaling)
        {
            group.Default("Count", scaling["Min"]?.DeepClone());
            group.Default("Count", 1);
            scaling.Default("Min", group["Count"]!.DeepClone());
            scaling.Default("Enabled", true);
            scaling.Default("Max", -1);
            scaling.DefaultText("Type", ScalingPolicyTypes.Horizontal);
        }

        group.Default("Count", 1);
        group.NullWhenEmpty("Constraints", "Affinities", "Spreads", "Near", "Meta", "Networks", "Services", "Volumes");
        FillPlacement(group);
        foreach (var near in group.Objects("Near"))
            near.Default("Weight", 50);
        FillGroupPolicies(group, update);
        var consul = group.Object("Consul");
        consul?.DefaultText("Cluster", "default");
        foreach (var network in group.Objects("Networks"))
            FillNetwork(network);
        foreach (var service in group.Objects("Services"))
            ServiceDefaults.Apply(service, $"{job.Text("Name")}-{group.Text("Name")}", consul);
        foreach (var (name, volume) in group.Object("Volumes") ?? [])
            (volume as JsonObject)?.DefaultText("Name", name);
        foreach (var task in group.Objects("Tasks"))
            new TaskDefaults(job, group, task).Apply();
    }

    private void FillGroupPolicies(JsonObject group, JsonObject? update)
    {
        var disk = group.Ensure("EphemeralDisk");
        disk.Default("SizeMB", 300);
        PolicyDefaults.Restart(group.Ensure("RestartPolicy"), IsBatch);
        if (Type is JobTypes.Service or JobTypes.System)
        {
            var own = group.Ensure("Update");
            own.Underlay(update);
            PolicyDefaults.Update(own);
        }

        if (Type is JobTypes.Service or JobTypes.Batch)
        {
            var reschedule = group.Ensure("ReschedulePolicy");
            reschedule.Underlay(job.Object("Reschedule"));
            PolicyDefaults.Reschedule(reschedule, IsBatch);
        }

        if (Type == JobTypes.Service)
        {
            var migrate = group.Ensure("Migrate");
            migrate.Underlay(job.Object("Migrate"));
            PolicyDefaults.Migrate(migrate);
        }

        foreach (var dependency in group.Objects("DependsOn"))
            dependency.DefaultText("Condition", DependencyConditions.Healthy);
        if (group.Object("Disconnect") is { } disconnect)
        {
            disconnect.Default("Replace", true);
            disconnect.DefaultText("Reconcile", "best_score");
        }
    }

    internal static void FillPlacement(JsonObject owner)
    {
        foreach (var constraint in owner.Objects("Constraints"))
            constraint.DefaultText("Operand", "=");
        foreach (var affinity in owner.Objects("Affinities"))
        {
            affinity.DefaultText("Operand", "=");
            affinity.Default("Weight", 50);
        }

        foreach (var spread in owner.Objects("Spreads"))
            spread.Default("Weight", 50);
    }

    internal static void FillNetwork(JsonObject network)
    {
        network.NullWhenEmpty("ReservedPorts", "DynamicPorts");
        foreach (var port in network.Objects("ReservedPorts").Concat(network.Objects("DynamicPorts")))
            port.DefaultText("HostNetwork", "default");
    }
}
