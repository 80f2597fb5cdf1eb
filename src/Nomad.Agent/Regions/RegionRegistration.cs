using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nomad.Agent.Http;
using Nomad.Agent.Http.Internal;
using Nomad.Model.Json;
using Nomad.Model.Requests;
using Nomad.Server.Endpoints;
using Nomad.Server.Regions;

namespace Nomad.Agent.Regions;

/// <summary>
/// Brings a job of several regions to all of them: first every region says whether it would take it, then all get it with one version. Where one
/// fails in between nothing has begun, for each waits until all have it.
/// </summary>
internal sealed class RegionRegistration(AgentServices services)
{
    /// <summary>Says that a job is for the asked region alone: the version it gets at least, or one of the words below.</summary>
    public const string Header = "X-Nomad-Rollout";

    /// <summary>Nothing changed anywhere: the job is only evaluated.</summary>
    public const string Unchanged = "unchanged";

    /// <summary>The region only says how it stands.</summary>
    public const string Review = "review";

    /// <summary>The regions of a job that comes to all of them now; null when it is for the asked region alone.</summary>
    public static IReadOnlyList<string>? RegionsOf(ApiCall call, JsonObject job) =>
        call.Http.Request.Headers.ContainsKey(Header) || job["Multiregion"] is not JsonObject block ? null
            : [.. (block["Regions"] as JsonArray ?? []).OfType<JsonObject>().Select(region => region["Name"] is JsonValue name && name.TryGetValue<string>(out var text) ? text : "")];

    /// <summary>The version that <see cref="Header"/> asks for; null for none.</summary>
    public static ulong? VersionOf(ApiCall call) =>
        ulong.TryParse(call.Http.Request.Headers[Header], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;

    /// <summary>Registers everywhere. <paramref name="own"/> is what this region registers; the answer is this region's, or that of the first.</summary>
    public async Task<JobRegisterResponse> RegisterAsync(ApiCall call, IReadOnlyList<string> regions, JsonObject request, JobRegistration own)
    {
        var here = services.Configuration.Region;
        // The own one first: what is wrong with the job itself is told in its own words.
        var inOrder = regions.OrderByDescending(region => region == here).ToList();
        var standings = new List<RegionStanding>();
        foreach (var region in inOrder)
            standings.Add(region == here ? services.RequireServer().Jobs.Review(own.Document)
                : Read(await AskAsync(call, region, request, Review), ServerCallJson.Default.RegionStanding));
        var changes = standings.Exists(standing => standing.Changes);
        var version = standings.Max(standing => standing.Version is { } newest ? newest + 1 : 0);
        var rollout = changes ? version.ToString(CultureInfo.InvariantCulture) : Unchanged;
        JobRegisterResponse? answer = null;
        foreach (var region in inOrder)
        {
            var given = region == here
                ? await services.RequireServer().Jobs.RegisterAsync(own with { RolloutVersion = changes ? version : null }, call.Aborted)
                : Read(await AskAsync(call, region, request, rollout), ModelJson.Default.JobRegisterResponse);
            answer ??= given;
        }
        return answer!;
    }

    /// <summary>Stops a job in its other regions. All are asked, then told which did not do it.</summary>
    public async Task StopElsewhereAsync(ApiCall call, IEnumerable<string> regions, string path)
    {
        var failures = new List<string>();
        foreach (var region in regions.Where(region => region != services.Configuration.Region))
        {
            try
            {
                await AskAsync(call, region, new RegionRequest(HttpMethod.Delete, path));
            }
            catch (HttpFailure problem)
            {
                failures.Add(problem.Message);
            }
        }
        if (failures.Count > 0)
            throw new HttpFailure(500, "the job was not stopped in every region, and goes on here: " + string.Join("; ", failures));
    }

    private Task<byte[]> AskAsync(ApiCall call, string region, JsonObject request, string rollout)
    {
        var copy = (JsonObject)request.DeepClone();
        // What it was when it was looked at here says nothing of another region.
        copy.Remove("EnforceIndex");
        copy.Remove("JobModifyIndex");
        copy.Remove("Region");
        var space = call.Text("namespace");
        return AskAsync(call, region, new RegionRequest(HttpMethod.Put, "/v1/jobs" + (space.Length > 0 ? "?namespace=" + Uri.EscapeDataString(space) : ""),
            Encoding.UTF8.GetBytes(copy.ToJsonString()), rollout));
    }

    private async Task<byte[]> AskAsync(ApiCall call, string region, RegionRequest request)
    {
        var (status, body) = await (services.Regions ?? throw new HttpFailure(501, "Invalid method")).SendAsync(region, request, call, call.Aborted);
        return status == 200 ? body : throw new HttpFailure(status, $"region \"{region}\": {Encoding.UTF8.GetString(body).Trim()}");
    }

    private static T Read<T>(byte[] body, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(body, type) ?? throw new HttpFailure(500, "another region answered with nothing");
}
