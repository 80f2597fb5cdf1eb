using Nomad.Agent.Http.Jobs;
using Nomad.Agent.Http.Routing;
using Nomad.Model.Json;
using Nomad.Model.Requests;
using Nomad.Server.State;

namespace Nomad.Agent.Http.Search;

/// <summary>Finding things of every kind by the start of their id.</summary>
internal sealed class SearchRoutes(AgentServices services)
{
    /// <summary>Most ids answered of one kind.</summary>
    private const int MostMatches = 20;

    private static readonly string[] Contexts =
    [
        "allocs", "deployment", "evals", "jobs", "nodes", "node_pools", "namespaces", "scaling_policy", "plugins", "vars", "volumes", "host_volumes",
    ];

    // Kinds that exist in the language of the API; of those not listed above there are none here.
    private static readonly HashSet<string> Known = [.. Contexts, "all", "quotas", "recommendations"];

    // As callers have read it for years; the younger kinds are taken, too.
    private const string Named = "allocs jobs nodes evals deployment plugins volumes scaling_policy namespaces";

    public IEnumerable<Route> All =>
    [
        new(Verbs.Write, "/v1/search", Access.Anyone, PrefixAsync),
        new(Verbs.Write, "/v1/search/fuzzy", Access.Anyone, FuzzyAsync),
    ];

    private async Task FuzzyAsync(ApiCall call)
    {
        var request = await call.BodyAsync(ModelJson.Default.FuzzySearchRequest);
        var limits = services.Configuration.Server.Search;
        if (!limits.FuzzyEnabled)
            throw new HttpFailure(500, "fuzzy search is not enabled");
        if (request.Text.Length < limits.MinTermLength)
            throw new HttpFailure(500, $"fuzzy search query must be at least {limits.MinTermLength} characters, got {request.Text.Length}");
        var context = request.Context.Length == 0 ? "all" : request.Context;
        if (!Known.Contains(context))
            throw new HttpFailure(500, $"context must be one of [{Named}] or 'all' for all contexts; got \"{request.Context}\"");
        var snapshot = services.RequireServer().State.Snapshot();
        var answer = new FuzzySearch(call, snapshot, request.Text, limits.LimitResults).Run(context, kind => Find(call, snapshot, kind, request.Text));
        call.SetReadHeaders(answer.Index);
        await call.JsonAsync(answer, ModelJson.Default.FuzzySearchResponse);
    }


    private async Task PrefixAsync(ApiCall call)
    {
        var request = await call.BodyAsync(ModelJson.Default.SearchRequest);
        if (!Known.Contains(request.Context))
            throw new HttpFailure(500, $"context must be one of [{Named}] or 'all' for all contexts; got \"{request.Context}\"");
        var snapshot = services.RequireServer().State.Snapshot();
        var matches = new Dictionary<string, IReadOnlyList<string>?>();
        var truncations = new Dictionary<string, bool>();
        foreach (var context in Contexts.Where(context => request.Context == "all" || request.Context == context))
        {
            var found = Find(call, snapshot, context, request.Prefix).Order(StringComparer.Ordinal).Take(MostMatches + 1).ToList();
            matches[context] = found.Count == 0 ? null : found.Take(MostMatches).ToList();
            truncations[context] = found.Count > MostMatches;
        }
        call.SetReadHeaders(Math.Max(1, snapshot.Index));
        var answer = new SearchResponse { Matches = matches, Truncations = truncations, Index = Math.Max(1, snapshot.Index), KnownLeader = true };
        await call.JsonAsync(answer, ModelJson.Default.SearchResponse);
    }

    private static IEnumerable<string> Find(ApiCall call, StateSnapshot snapshot, string context, string prefix) => context switch
    {
        "jobs" => snapshot.Jobs().Where(job => JobReadRoutes.InNamespace(call, job.Namespace)).Select(job => job.ID).Where(Starts(prefix)),
        "allocs" => snapshot.Allocations().Where(a => JobReadRoutes.InNamespace(call, a.Namespace)).Select(a => a.ID).Where(StartsId(prefix)),
        "evals" => snapshot.Evaluations().Where(e => JobReadRoutes.InNamespace(call, e.Namespace)).Select(e => e.ID).Where(StartsId(prefix)),
        "deployment" => snapshot.Deployments().Where(d => JobReadRoutes.InNamespace(call, d.Namespace)).Select(d => d.ID).Where(StartsId(prefix)),
        "nodes" => snapshot.Nodes().Select(node => node.ID).Where(StartsId(prefix)),
        "node_pools" => snapshot.NodePools().Select(pool => pool.Name).Where(Starts(prefix)),
        "scaling_policy" => ScalingRoutes.Policies(call, snapshot).Select(policy => policy.ID).Where(StartsId(prefix)),
        "namespaces" => snapshot.Namespaces().Select(space => space.Name).Where(Starts(prefix)),
        _ => [],
    };

    private static Func<string, bool> Starts(string prefix) => text => text.StartsWith(prefix, StringComparison.Ordinal);

    // Ids are looked up by whole bytes: the odd last digit of a prefix is left out, but for a single one, which would leave every id.
    private static Func<string, bool> StartsId(string prefix)
    {
        var digits = prefix.Replace("-", "", StringComparison.Ordinal);
        if (!digits.All(char.IsAsciiHexDigit))
            return static _ => false;
        var even = digits.Length == 1 ? digits : digits[..(digits.Length / 2 * 2)];
        return id => id.Replace("-", "", StringComparison.Ordinal).StartsWith(even, StringComparison.OrdinalIgnoreCase);
    }
}
