namespace Nomad.Agent.Http.Routing;

/// <summary>Paths that begin like a route and then name nothing: they are refused with a text, where other unknown paths get an empty 404.</summary>
internal static class DeadEnds
{
    private const string EnterpriseText = "Nomad Enterprise only endpoint";

    private static readonly string[] Enterprise =
    [
        "/v1/sentinel/policies", "/v1/sentinel/policy/{name}", "/v1/recommendations", "/v1/recommendations/apply", "/v1/recommendation", "/v1/recommendation/{id}", "/v1/operator/utilization",
    ];

    private static readonly (RoutePattern Pattern, int Code, string Text)[] All =
    [
        (new RoutePattern("/v1/allocation/{id}/{action}"), 404, "resource not found"),
        (new RoutePattern("/v1/client/allocation/{id}/{action}"), 404, "resource not found"),
        (new RoutePattern("/v1/client/fs/{action}/{id}"), 404, "Invalid method"),
        (new RoutePattern("/v1/deployment/{action}/{id}"), 405, "Invalid method"),
        (new RoutePattern("/v1/agent/keyring/{action}"), 404, "resource not found"),
        (new RoutePattern("/v1/namespace"), 400, "Missing Namespace Name"),
        .. Enterprise.Select(pattern => (new RoutePattern(pattern), 501, EnterpriseText)),
        (new RoutePattern("/v1/acl/{rest*}"), 400, "ACL support disabled"),
    ];

    /// <summary>The refusal of a verb that the path does not have.</summary>
    public static HttpFailure OfVerb(string rawPath) => rawPath.TrimEnd('/') switch
    {
        "/v1/operator/raft/peer" => HttpFailure.NotFound("Invalid method"),
        "/v1/operator/license" => new HttpFailure(501, EnterpriseText),
        _ => HttpFailure.InvalidMethod(),
    };

    /// <summary>The refusal for a path, null when it is as unknown as any other.</summary>
    public static HttpFailure? Of(string rawPath)
    {
        var path = rawPath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        foreach (var (pattern, code, text) in All)
        {
            if (pattern.Match(path) is not null)
                return new HttpFailure(code, text);
        }
        return null;
    }
}
