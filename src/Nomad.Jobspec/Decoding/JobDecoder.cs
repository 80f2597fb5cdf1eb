using System.Text.Json.Nodes;
using Nomad.Hcl;
using Nomad.Jobspec.Admission;

namespace Nomad.Jobspec.Decoding;

/// <summary>Decodes the job block and moves what files write elsewhere than the API has it.</summary>
internal sealed class JobDecoder(HclScope scope, List<HclDiagnostic> diagnostics)
{
    private static readonly HashSet<string> Opaque = ["config", "env", "meta", "policy"];
    private static readonly string[] Operators = ["regexp", "version", "semver", "set_contains", "set_contains_all", "set_contains_any"];

    public JsonObject Decode(HclBlock block)
    {
        var body = block.Body.Syntax == HclSyntax.Native ? HclDynamicBlocks.Expand(block.Body, scope, Opaque, diagnostics) : block.Body;
        var job = new BodyDecoder(scope, diagnostics).Decode(body, "job");
        job.DefaultText("ID", block.Labels.FirstOrDefault() ?? "");
        job.DefaultText("Name", block.Labels.FirstOrDefault() ?? "");
        WrapTasks(job);
        if (job.Object("Periodic") is { } periodic)
            periodic["SpecType"] = "cron";
        Share(job, [.. job.Objects("TaskGroups")]);
        Walk(job);
        return job;
    }

    /// <summary>A task outside of a group becomes a group of its own name.</summary>
    private static void WrapTasks(JsonObject job)
    {
        var groups = new JsonArray();
        foreach (var task in job.Objects(":Tasks").ToList())
            groups.Add(new JsonObject { ["Name"] = task.Text(BodyDecoder.Label), ["Count"] = 1, ["Tasks"] = new JsonArray(task.DeepClone()) });
        foreach (var group in job.Objects("TaskGroups").ToList())
            groups.Add(group.DeepClone());
        if (groups.Count > 0)
            job["TaskGroups"] = groups;
    }

    /// <summary>Vault and secrets of a job or group reach their tasks.</summary>
    private void Share(JsonObject job, List<JsonObject> groups)
    {
        var vaults = job.Objects(":Vaults").ToList();
        if (vaults.Count > 1)
            diagnostics.Add(HclDiagnostic.Error("Duplicate vault block", "A job has one vault block at most."));
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

    private static void Walk(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray list:
                foreach (var item in list)
                    Walk(item);
                break;
            case JsonObject owner:
                Name(owner);
                Operator(owner);
                Ports(owner);
                Identities(owner);
                foreach (var (name, value) in owner.ToList())
                {
                    if (name[..Math.Min(1, name.Length)] == ":")
                        owner.Remove(name);
                    else if (name is not ("Config" or "Env" or "Meta" or "Policy"))
                        Walk(value);
                }

                break;
        }
    }

    private static void Name(JsonObject owner)
    {
        if (owner[BodyDecoder.Label] is not { } label)
            return;
        var field = owner.ContainsKey("Label") ? "Label" : owner.ContainsKey("Percent") ? "Value" : owner.ContainsKey("Max") ? "Type" : "Name";
        owner[field] = field == "Type" ? "vertical_" + label.GetValue<string>().ToLowerInvariant() : label.GetValue<string>();
    }

    private static void Operator(JsonObject owner)
    {
        foreach (var shorthand in Operators)
        {
            if (owner[":" + shorthand] is not { } value)
                continue;
            owner["Operand"] = shorthand;
            owner["RTarget"] = value.DeepClone();
        }

        if (owner[":distinct_property"] is { } property)
        {
            owner["Operand"] = "distinct_property";
            owner["LTarget"] = property.DeepClone();
        }

        if (owner[":distinct_hosts"] is { } hosts)
        {
            owner["Operand"] = "distinct_hosts";
            owner["RTarget"] = hosts.DeepClone();
        }

        if (owner.ContainsKey("LTarget"))
            owner.DefaultText("Operand", "=");
    }

    private static void Ports(JsonObject owner)
    {
        foreach (var port in owner.Objects(":port").Concat(owner.Objects(":reserved_ports")).ToList())
        {
            var list = port["Value"]?.ToJsonString() == "0" ? "DynamicPorts" : "ReservedPorts";
            owner.Default(list, new JsonArray());
            owner[list]!.AsArray().Add(port.DeepClone());
        }
    }

    private static void Identities(JsonObject owner)
    {
        if (!owner.ContainsKey("Identity") || owner["Identities"] is not JsonArray list)
            return;
        if (list.OfType<JsonObject>().FirstOrDefault(identity => identity.Text("Name") is "" or "default") is not { } main)
            return;
        list.Remove(main);
        owner["Identity"] = main;
        if (list.Count == 0)
            owner["Identities"] = null;
    }
}
