using System.Text.Json.Nodes;

namespace Nomad.Jobspec.Tests.Decoding;

/// <summary>Where the API has what a file names: same letters, or one of the listed renames.</summary>
internal static class KeyPlace
{
    private static readonly Dictionary<string, string> Renamed = new()
    {
        ["resources.memory"] = "MemoryMB", ["resources.memory_max"] = "MemoryMaxMB", ["resources.disk"] = "DiskMB", ["resources.secrets"] = "SecretsMB",
        ["ephemeral_disk.size"] = "SizeMB", ["logs.max_file_size"] = "MaxFileSizeMB", ["periodic.cron"] = "Spec", ["periodic.crons"] = "Specs",
        ["constraint.attribute"] = "LTarget", ["constraint.value"] = "RTarget", ["constraint.operator"] = "Operand",
        ["affinity.attribute"] = "LTarget", ["affinity.value"] = "RTarget", ["affinity.operator"] = "Operand",
        ["group.restart"] = "RestartPolicy", ["task.restart"] = "RestartPolicy", ["group.reschedule"] = "ReschedulePolicy",
        ["job.group"] = "TaskGroups", ["job.parameterized"] = "ParameterizedJob", ["port.static"] = "Value", ["reserved_ports.static"] = "Value",
        ["service.port"] = "PortLabel", ["check.port"] = "PortLabel", ["service.task"] = "TaskName", ["check.task"] = "TaskName",
        ["template.data"] = "EmbeddedTmpl", ["template.source"] = "SourcePath", ["template.destination"] = "DestPath", ["template.env"] = "Envvars",
        ["template.left_delimiter"] = "LeftDelim", ["template.right_delimiter"] = "RightDelim", ["template.error_on_missing_key"] = "ErrMissingKey",
        ["identity.aud"] = "Audience", ["task.csi_plugin"] = "CSIPluginConfig", ["task.logs"] = "LogConfig", ["sidecar_task.logs"] = "LogConfig",
        ["artifact.source"] = "GetterSource", ["artifact.options"] = "GetterOptions", ["artifact.headers"] = "GetterHeaders", ["artifact.mode"] = "GetterMode",
        ["artifact.insecure"] = "GetterInsecure", ["artifact.destination"] = "RelativeDest", ["spread.target"] = "SpreadTarget", ["expose.path"] = "Paths",
        ["task.scaling"] = "ScalingPolicies", ["network.reserved_ports"] = "ReservedPorts",
    };

    /// <summary>The node that the row became, or null.</summary>
    public static JsonNode? Find(JsonObject job, KeyRow row)
    {
        var path = row.IsBlock ? row.Block.Split('.') : [.. row.Block.Split('.'), row.Key];
        JsonNode? node = job;
        if (path is ["job", "task", ..])
            node = First(job["TaskGroups"]);
        if (path is ["job", "vault" or "secret", ..])
            node = First(First(job["TaskGroups"])?["Tasks"]);
        for (var i = 1; i < path.Length && node is JsonObject owner; i++)
        {
            var inner = path[i] is "vault" or "secret" && path[i - 1] == "group" ? First(owner["Tasks"])!.AsObject() : owner;
            node = Step(inner, path[i - 1], path[i].Split(':')[0]);
            if (i < path.Length - 1 || (row.IsBlock && !row.IsMapBlock))
                node = First(node);
        }

        return node;
    }

    /// <summary>The only item of a list or of a map by label, or the node itself.</summary>
    private static JsonNode? First(JsonNode? node) => node switch
    {
        JsonArray { Count: > 0 } list => list[0],
        JsonObject map when map[KeyFile.Label] is JsonObject labelled => labelled,
        _ => node,
    };

    private static JsonNode? Step(JsonObject owner, string block, string name)
    {
        if (Renamed.TryGetValue($"{block}.{name}", out var renamed) && (owner[renamed] is { } known || name != "reserved_ports"))
            return owner[renamed];
        var plain = name.Replace("_", "", StringComparison.Ordinal);
        string[] names = name is "port" or "reserved_ports" && block == "network" ? ["DynamicPorts", "ReservedPorts"]
            : [plain, plain + "s", plain[..^1] + "ies"];
        return names.Select(candidate => owner.FirstOrDefault(pair => string.Equals(pair.Key, candidate, StringComparison.OrdinalIgnoreCase)).Value)
            .FirstOrDefault(value => value is not null);
    }
}
