using System.Text.Json.Nodes;
using Nomad.Hcl;
using Nomad.Jobspec.Admission;
using Nomad.Model.Jobs;

namespace Nomad.Jobspec.Decoding;

/// <summary>Decodes the job block and moves what files write elsewhere than the API has it.</summary>
internal sealed class JobDecoder(HclScope scope, List<HclDiagnostic> diagnostics)
{
    private const long Second = 1_000_000_000;

    private static readonly HashSet<string> Opaque = ["config", "env", "meta", "policy"];

    public JsonObject Decode(HclBlock block)
    {
        var body = block.Body.Syntax != HclSyntax.Legacy ? HclDynamicBlocks.Expand(block.Body, scope, Opaque, diagnostics) : block.Body;
        var job = new BodyDecoder(scope, diagnostics).Decode(body, "job");
        job.DefaultText("ID", block.Labels.FirstOrDefault() ?? "");
        job.DefaultText("Name", block.Labels.FirstOrDefault() ?? "");
        WrapTasks(job);
        if (job.Object("Periodic") is { } periodic && (periodic["Spec"] ?? periodic["Specs"]) is not null)
            periodic["SpecType"] = "cron";
        var groups = job.Objects("TaskGroups").ToList();
        Share(job, groups, block);
        foreach (var group in groups)
            Complete(group, block);
        if (body.Syntax == HclSyntax.Legacy)
            LegacyShape.DropFalseDistinctHosts(job);
        ApiShape.Apply(job);
        return job;
    }

    /// <summary>A task outside of a group becomes a group of its own name.</summary>
    private static void WrapTasks(JsonObject job)
    {
        var groups = new JsonArray();
        foreach (var task in job.Objects(":Tasks").ToList())
            groups.Add((JsonNode)new JsonObject { ["Name"] = task.Text(BodyDecoder.Label), ["Count"] = 1, ["Tasks"] = new JsonArray(task.DeepClone()) });
        foreach (var group in job.Objects("TaskGroups").ToList())
            groups.Add(group.DeepClone());
        if (groups.Count > 0)
            job["TaskGroups"] = groups;
    }

    /// <summary>Vault and secrets of a job or group reach their tasks.</summary>
    private void Share(JsonObject job, List<JsonObject> groups, HclBlock block)
    {
        var vaults = job.Objects(":Vaults").ToList();
        if (vaults.Count > 1)
            diagnostics.Add(HclDiagnostic.Error("Duplicate vault block", "A job has one vault block at most.", block.DefinitionRange));
        foreach (var group in groups)
        {
            foreach (var task in group.Objects("Tasks"))
            {
                task.Default("Vault", (group.Object(":Vault") ?? vaults.FirstOrDefault())?.DeepClone());
                task.Default("Secrets", (group[":Secrets"] as JsonArray)?.DeepClone());
                foreach (var secret in job.Objects(":Secrets"))
                {
                    task.Default("Secrets", new JsonArray());
                    task["Secrets"]!.AsArray().Add(secret.DeepClone());
                }
            }
        }
    }

    /// <summary>What a file means by leaving it out, decided when it is read.</summary>
    private void Complete(JsonObject group, HclBlock block)
    {
        LegacyShape.MoveDisk(group);
        if (group.Object("Scaling") is { } scaling)
        {
            scaling.DefaultText("Type", ScalingPolicyTypes.Horizontal);
            if (scaling.Text("Type") != ScalingPolicyTypes.Horizontal)
                diagnostics.Add(HclDiagnostic.Error("Invalid group scaling type", $"task group scaling policy had invalid type: \"{scaling.Text("Type")}\"; it can only be \"horizontal\".", block.DefinitionRange));
        }

        foreach (var task in group.Objects("Tasks"))
        {
            CheckScaling(task, block);
            foreach (var template in task.Objects("Templates"))
                CompleteTemplate(template);
            if (task.Object("Vault") is not { } vault)
                continue;
            vault.Default("Env", true);
            vault.Default("DisableFile", false);
            vault.Default("ChangeMode", ChangeModes.Restart);
        }
    }

    private void CheckScaling(JsonObject task, HclBlock block)
    {
        var labels = task.Objects("ScalingPolicies").Select(policy => policy.Text(BodyDecoder.Label).ToLowerInvariant()).ToList();
        foreach (var label in labels.Where(label => label is not ("cpu" or "mem")))
            diagnostics.Add(HclDiagnostic.Error("Invalid scaling policy name", $"scaling policy name must be \"cpu\" or \"mem\"; got \"{label}\".", block.DefinitionRange));
        foreach (var label in labels.GroupBy(label => label).Where(same => same.Count() > 1))
            diagnostics.Add(HclDiagnostic.Error($"Duplicate scaling \"{label.Key}\" block", "A task has one scaling block of a name at most.", block.DefinitionRange));
    }

    private static void CompleteTemplate(JsonObject template)
    {
        template.Default("ChangeMode", ChangeModes.Restart);
        template.Default("Perms", "0644");
        template.Default("Splay", 5 * Second);
        template.Default("ErrMissingKey", false);
        if (template.Object("ChangeScript") is not { } script)
            return;
        script.Default("Args", new JsonArray());
        script.Default("Timeout", 5 * Second);
        script.Default("RunOnFirstRender", false);
    }
}
