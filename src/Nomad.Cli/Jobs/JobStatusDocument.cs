using System.Text.Json;
using System.Text.Json.Nodes;
using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Model.Allocations;
using Nomad.Model.Json;

namespace Nomad.Cli.Jobs;

/// <summary>What <c>job status -json</c> and <c>-t</c> show: a list, with one object for each job, of what belongs to it.</summary>
internal static class JobStatusDocument
{
    public static async Task<JsonElement> OfAsync(CommandCall call, IEnumerable<(string Id, string Namespace)> jobs)
    {
        var all = new JsonArray();
        foreach (var (id, space) in jobs)
            all.Add(await NodeStatusCommand.Asking(call, "Error querying job", () => OfAsync(call, id, new Query { Namespace = space })));
        using var document = JsonDocument.Parse(all.ToJsonString());
        return document.RootElement.Clone();
    }

    private static async Task<JsonNode> OfAsync(CommandCall call, string id, Query query)
    {
        var summary = (await call.Api.Jobs.SummaryAsync(id, query, call.Stop)).Value;
        var allocations = (await call.Api.Jobs.AllocationsAsync(id, call.Flags.Boolean("all-allocs"), query, call.Stop)).Value;
        var deployment = await call.Api.Jobs.LatestDeploymentAsync(id, query, call.Stop);
        var evaluations = (await call.Api.Jobs.EvaluationsAsync(id, query, call.Stop)).Value;
        return new JsonObject
        {
            ["Summary"] = JsonSerializer.SerializeToNode(summary, ModelJson.Default.JobSummary),
            ["Allocations"] = JsonSerializer.SerializeToNode(allocations, ModelJson.Default.ListOfAllocListStub),
            ["LatestDeployment"] = deployment is null ? null : JsonSerializer.SerializeToNode(deployment, ModelJson.Default.Deployment),
            ["Evaluations"] = JsonSerializer.SerializeToNode(evaluations, ModelJson.Default.ListOfEvaluation),
        };
    }
}
