using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Nomad.Model.Json;

namespace Nomad.Model.Tests.Json;

/// <summary>Documents that a running original answered: what we read and write again must say the same in the same order.</summary>
public sealed class Recorded_documents
{
    /// <summary>Fields of release 1.1 that the target release no longer has.</summary>
    private static readonly HashSet<string> Gone =
    [
        "ConsulToken", "VaultToken", "TaskHandle", "Drain", "Resources", "Reserved", "AllocatedResources", "NodeResources", "ReservedResources", "Total",
    ];

    /// <summary>The recorder did not keep the order of map keys; ours are sorted, which Document_text checks.</summary>
    private static readonly string[] Maps =
    [
        ".Tags", ".Labels", ".Target", ".Matches", ".Truncations", ".Config", ".Scores", ".Details", ".Attributes", ".Drivers", ".Meta", ".Updates",
        ".Pids",
    ];

    /// <summary>Release 1.1 sorted these or had other fields in between.</summary>
    private static readonly string[] OtherOrder = ["node", "host-stats", "metrics", "allocation-stats", "autopilot-configuration"];

    private static readonly Dictionary<string, JsonTypeInfo> Types = new()
    {
        ["job"] = ModelJson.Default.Job,
        ["jobs"] = ModelJson.Default.ListOfJobListStub,
        ["allocation"] = ModelJson.Default.Allocation,
        ["allocations"] = ModelJson.Default.ListOfAllocListStub,
        ["evaluation"] = ModelJson.Default.Evaluation,
        ["deployment"] = ModelJson.Default.Deployment,
        ["node"] = ModelJson.Default.Node,
        ["nodes"] = ModelJson.Default.ListOfNodeListStub,
        ["plan"] = ModelJson.Default.JobPlanResponse,
        ["versions"] = ModelJson.Default.JobVersionsResponse,
        ["summary"] = ModelJson.Default.JobSummary,
        ["scale-status"] = ModelJson.Default.JobScaleStatus,
        ["host-stats"] = ModelJson.Default.HostStats,
        ["allocation-stats"] = ModelJson.Default.AllocResourceUsage,
        ["scheduler-configuration"] = ModelJson.Default.SchedulerConfigurationResponse,
        ["members"] = ModelJson.Default.ServerMembersResponse,
        ["autopilot-configuration"] = ModelJson.Default.AutopilotConfig,
        ["search"] = ModelJson.Default.SearchResponse,
        ["fuzzy"] = OtherDocuments.Current.FuzzySearchResponse,
        ["register"] = ModelJson.Default.JobRegisterResponse,
        ["drain"] = ModelJson.Default.NodeDrainUpdateResponse,
        ["raft"] = ModelJson.Default.RaftConfigurationResponse,
        ["files"] = ModelJson.Default.ListOfAllocFileInfo,
        ["scaling-policies"] = OtherDocuments.Current.ListOfScalingPolicyListStub,
        ["scaling-policy"] = ModelJson.Default.ScalingPolicy,
        ["namespaces"] = ModelJson.Default.ListOfNamespace,
        ["metrics"] = OtherDocuments.Current.MetricsSummary,
        ["acl-token"] = OtherDocuments.Current.ACLToken,
        ["acl-policies"] = OtherDocuments.Current.ListOfACLPolicyListStub,
    };

    public static TheoryData<string> Names => new(Types.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Are_written_with_the_names_the_order_and_the_values_they_came_with(string name)
    {
        var recorded = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Recordings", name + ".json"));
        var document = JsonSerializer.Deserialize(recorded, Types[name]);
        var written = JsonNode.Parse(JsonSerializer.Serialize(document, Types[name]));
        var differences = new List<string>();
        Compare(name, JsonNode.Parse(recorded), written, differences);
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static void Compare(string path, JsonNode? expected, JsonNode? actual, List<string> differences)
    {
        switch (expected, actual)
        {
            case (JsonObject wanted, JsonObject found):
                foreach (var (key, value) in wanted)
                {
                    if (found.ContainsKey(key))
                        Compare($"{path}.{key}", value, found[key], differences);
                    else if (!Gone.Contains(key))
                        differences.Add($"{path}.{key} is missing");
                }
                var order = wanted.Select(field => field.Key).Where(found.ContainsKey);
                if (!Maps.Any(path.EndsWith) && !OtherOrder.Contains(path.Split('.', '[')[0]) && !order.SequenceEqual(found.Select(field => field.Key).Where(wanted.ContainsKey)))
                    differences.Add($"{path}: other order");
                break;
            case (JsonArray wanted, JsonArray found) when wanted.Count == found.Count:
                for (var i = 0; i < wanted.Count; i++)
                    Compare($"{path}[{i}]", wanted[i], found[i], differences);
                break;
            default:
                if (Text(expected) != Text(actual))
                    differences.Add($"{path}: {expected?.ToJsonString() ?? "null"} became {actual?.ToJsonString() ?? "null"}");
                break;
        }
    }

    /// <summary>Release 1.1 wrote null for "no time". Times have seven digits of a second in .NET; numbers compare by value.</summary>
    private static string? Text(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.String when (string?)node == "0001-01-01T00:00:00Z" => null,
        JsonValueKind.Number => node.ToJsonString().Contains('.') ? GoNumber.Text(double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture)) : node.ToJsonString(),
        JsonValueKind.String when DateTimeOffset.TryParse((string?)node, CultureInfo.InvariantCulture, out var time) => TimestampConverter.Text(time),
        _ => node?.ToJsonString(),
    };
}
