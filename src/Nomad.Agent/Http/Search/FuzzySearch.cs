using System.Text.Json;
using Nomad.Agent.Http.Jobs;
using Nomad.Model;
using Nomad.Model.Jobs;
using Nomad.Model.Requests;
using Nomad.Server.State;

namespace Nomad.Agent.Http.Search;

/// <summary>Finding things by any part of their name, without regard to case; the earlier the part stands, the better the match.</summary>
/// <param name="call">Who asks.</param>
/// <param name="snapshot">Where to look.</param>
/// <param name="text">The part.</param>
/// <param name="most">Most matches answered of one kind (<c>server.search.limit_results</c>).</param>
internal sealed class FuzzySearch(ApiCall call, StateSnapshot snapshot, string text, int most)
{
    /// <summary>Kinds that are searched by the start of their id.</summary>
    private static readonly string[] ByPrefix = ["evals", "deployment", "scaling_policy", "volumes"];

    private static readonly string[] ByName = ["jobs", "allocs", "nodes", "node_pools", "namespaces", "plugins"];

    private readonly Dictionary<string, IReadOnlyList<FuzzyMatch>> matches = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> truncations = new(StringComparer.Ordinal);

    public FuzzySearchResponse Run(string context, Func<string, IEnumerable<string>> byPrefix)
    {
        foreach (var kind in ByPrefix.Where(kind => context == "all" || context == kind))
            Keep(kind, byPrefix(kind).Order(StringComparer.Ordinal).Select(id => new FuzzyMatch { ID = id }), always: true);
        foreach (var kind in ByName.Where(kind => context == "all" || context == kind))
            Keep(kind, Ranked(Named(kind)), always: false);
        if (context is "all" or "jobs")
            SearchParts();
        return new FuzzySearchResponse
        {
            Matches = matches, Truncations = truncations, Index = Math.Max(1, snapshot.Index), KnownLeader = true,
        };
    }

    private IEnumerable<FuzzyMatch> Named(string kind) => kind switch
    {
        "jobs" => Jobs().Select(job => Match(job.Name, job.Namespace, job.ID)),
        "allocs" => snapshot.Allocations().Where(a => JobReadRoutes.InNamespace(call, a.Namespace)).Select(a => Match(a.Name, a.Namespace, a.ID)),
        "nodes" => snapshot.Nodes().Select(node => Match(node.Name, node.ID)),
        "node_pools" => snapshot.NodePools().Select(pool => Match(pool.Name, pool.Name)),
        "namespaces" => snapshot.Namespaces().Select(space => Match(space.Name)),
        _ => [],
    };

    // What jobs are made of is found together with them.
    private void SearchParts()
    {
        var groups = Jobs().SelectMany(job => job.TaskGroups.OrEmpty().Select(group => (Job: job, Group: group))).ToArray();
        var tasks = groups.SelectMany(row => row.Group.Tasks.OrEmpty().Select(task => (row.Job, row.Group, Task: task))).ToArray();
        FuzzyMatch Within(string name, (Job Job, TaskGroup Group, JobTask Task) row) => Match(name, row.Job.Namespace, row.Job.ID, row.Group.Name, row.Task.Name);
        KeepFound("groups", groups.Select(row => Match(row.Group.Name, row.Job.Namespace, row.Job.ID)));
        KeepFound("tasks", tasks.Select(row => Match(row.Task.Name, row.Job.Namespace, row.Job.ID, row.Group.Name)));
        KeepFound("services", groups.SelectMany(row => row.Group.Services.OrEmpty().Select(service => Match(service!.Name, row.Job.Namespace, row.Job.ID, row.Group.Name)))
            .Concat(tasks.SelectMany(row => row.Task.Services.OrEmpty().Select(service => Within(service!.Name, row)))));
        KeepFound("images", tasks.Where(row => row.Task.Driver == "docker").Select(row => Within(Config(row.Task, "image"), row)));
        KeepFound("commands", tasks.Where(row => row.Task.Driver is "exec" or "raw_exec").Select(row => Within(Config(row.Task, "command"), row)));
        KeepFound("classes", tasks.Where(row => row.Task.Driver == "java").Select(row => Within(Config(row.Task, "class"), row)));
    }

    private void KeepFound(string kind, IEnumerable<FuzzyMatch> candidates)
    {
        var found = Ranked(candidates).Take(most + 1).ToArray();
        if (found.Length > 0)
            Keep(kind, found, always: true);
    }

    private void Keep(string kind, IEnumerable<FuzzyMatch> candidates, bool always)
    {
        var found = candidates.Take(most + 1).ToArray();
        truncations[kind] = found.Length > most;
        if (found.Length > 0 || always)
            matches[kind] = found.Length > most ? found[..most] : found;
    }

    private IEnumerable<FuzzyMatch> Ranked(IEnumerable<FuzzyMatch> candidates) => candidates
        .Select(match => (Match: match, At: match.ID.IndexOf(text, StringComparison.OrdinalIgnoreCase)))
        .Where(row => row.At >= 0)
        .OrderBy(row => row.At).ThenBy(row => row.Match.ID, StringComparer.Ordinal).ThenBy(row => string.Join('\0', row.Match.Scope.OrEmpty()), StringComparer.Ordinal)
        .Select(row => row.Match);

    private IEnumerable<Job> Jobs() => snapshot.Jobs().Where(job => JobReadRoutes.InNamespace(call, job.Namespace));

    private static FuzzyMatch Match(string id, params string[] scope) => new() { ID = id, Scope = scope };

    private static string Config(JobTask task, string key) =>
        task.Config.OrEmpty().TryGetValue(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
