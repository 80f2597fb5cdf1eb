using Microsoft.AspNetCore.Http;

namespace Nomad.Agent.Http.Routing;

/// <summary>Finds the route of a request. Built once from the list of all routes; safe for any number of threads.</summary>
public sealed class Router
{
    private readonly Dictionary<string, List<(RoutePattern Pattern, Route Route)>> byFirstTwo = new(StringComparer.Ordinal);

    public Router(IEnumerable<Route> routes)
    {
        Routes = [.. routes];
        foreach (var route in Routes)
        {
            var pattern = new RoutePattern(route.Pattern);
            if (!byFirstTwo.TryGetValue(pattern.FirstTwo, out var group))
                byFirstTwo[pattern.FirstTwo] = group = [];
            group.Add((pattern, route));
        }
        foreach (var group in byFirstTwo.Values)
            group.Sort((a, b) => b.Pattern.Literals.CompareTo(a.Pattern.Literals));
    }

    public IReadOnlyList<Route> Routes { get; }

    /// <summary>
    /// The route and its parameters. <c>Found</c> false: no such path (404). <c>Route</c> null although found: the path exists
    /// with other verbs (405).
    /// </summary>
    public (bool Found, Route? Route, IReadOnlyDictionary<string, string> Parameters) Find(string method, string rawPath)
    {
        var path = Segments(rawPath);
        // A pattern with one fixed word stands under that word.
        if (!byFirstTwo.TryGetValue(string.Join('/', path.Take(2)), out var group) && !byFirstTwo.TryGetValue(path.FirstOrDefault(""), out group))
            return (false, null, Nothing);
        var verb = VerbOf(method);
        var found = -1; // how many fixed words the longest pattern had that fits in all but the verb
        foreach (var (pattern, route) in group)
        {
            // A longer pattern that fits in all but the verb hides the shorter ones: GET of …/periodic/force asks for no job of that name.
            if (pattern.Literals < found)
                break;
            if (pattern.Match(path) is not { } parameters)
                continue;
            if ((route.Verbs & verb) != 0)
                return (true, route, parameters);
            found = pattern.Literals;
        }
        return (found >= 0, null, Nothing);
    }

    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    // Segments are decoded after the split: a job named "a/b" arrives as a%2Fb or as a/b, and both mean it.
    private static string[] Segments(string rawPath) =>
        [.. rawPath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];

    private static Verbs VerbOf(string method) => method switch
    {
        _ when HttpMethods.IsGet(method) || HttpMethods.IsHead(method) => Verbs.Get,
        _ when HttpMethods.IsPut(method) => Verbs.Put,
        _ when HttpMethods.IsPost(method) => Verbs.Post,
        _ when HttpMethods.IsDelete(method) => Verbs.Delete,
        _ => Verbs.None,
    };
}
