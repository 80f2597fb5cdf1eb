using System.Text.Json.Nodes;
using Nomad.Jobspec.Admission;
using Nomad.Model.Jobs;

namespace Nomad.Jobspec.Tests.Admission;

/// <summary>A job that nothing speaks against, and ways to spoil it.</summary>
internal static class GoodJob
{
    public const string Text = """
        {"ID": "api", "Name": "api", "Type": "service", "Datacenters": ["dc1"], "TaskGroups": [{"Name": "g", "Count": 2,
          "Networks": [{"DynamicPorts": [{"Label": "http"}]}],
          "Services": [{"Name": "api", "Provider": "nomad", "PortLabel": "http", "Checks": [{"Name": "c", "Type": "http", "Path": "/", "Interval": 10000000000, "Timeout": 2000000000}]}],
          "Volumes": {"data": {"Name": "data", "Type": "host", "Source": "data"}},
          "Tasks": [{"Name": "t", "Driver": "raw_exec", "Config": {"command": "/bin/true"}, "Resources": {"CPU": 50, "MemoryMB": 20},
            "VolumeMounts": [{"Volume": "data", "Destination": "/data"}],
            "Templates": [{"EmbeddedTmpl": "x", "DestPath": "local/x"}],
            "Artifacts": [{"GetterSource": "https://example.com/a"}],
            "Constraints": [{"LTarget": "${attr.kernel.name}", "RTarget": "linux", "Operand": "="}]}]}]}
        """;

    public static AdmissionReport Report(string edits) => JobAdmission.Validate(Job(edits));

    public static Job Job(string edits) => JobAdmission.Canonicalize(Edited(edits), new AdmissionOptions());

    /// <summary>
    /// Edits are <c>path=json</c> with <c>;;</c> between; J, G, T stand for the job, its group and its task, <c>+</c> appends to a list.
    /// </summary>
    public static JsonObject Edited(string edits)
    {
        var job = JsonNode.Parse(Text)!.AsObject();
        foreach (var edit in edits.Split(";;", StringSplitOptions.RemoveEmptyEntries))
        {
            var at = edit.IndexOf('=', StringComparison.Ordinal);
            var path = edit[..at].Split('.');
            Set(job, path, JsonNode.Parse(edit[(at + 1)..]));
        }

        return job;
    }

    private static void Set(JsonObject job, string[] path, JsonNode? value)
    {
        JsonNode node = path[0] switch
        {
            "G" => job["TaskGroups"]![0]!,
            "T" => job["TaskGroups"]![0]!["Tasks"]![0]!,
            _ => job,
        };
        foreach (var part in path[1..^1])
            node = Step(node, part);
        switch (node)
        {
            case JsonArray list when path[^1] == "+":
                list.Add(value);
                break;
            case JsonArray list:
                list[int.Parse(path[^1], System.Globalization.CultureInfo.InvariantCulture)] = value;
                break;
            default:
                node[path[^1]] = value;
                break;
        }
    }

    private static JsonNode Step(JsonNode node, string part)
    {
        if (node is JsonArray list)
            return list[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)]!;
        if (node[part] is null)
            node[part] = new JsonObject();
        return node[part]!;
    }
}
