namespace Nomad.Agent.Http.Routing;

/// <summary>
/// What the API of the original has and this program does not: answered with one sentence that says so, where an unknown path gets an
/// empty 404. Clients print the text of a 501, and take no 501 for an object that does not exist.
/// </summary>
internal static class UnbuiltRoutes
{
    private const int NotImplemented = 501;

    private static readonly (string Reason, (Verbs Verbs, string Pattern)[] Routes)[] Table =
    [
        ("it keeps no variables", [(Verbs.Get, "/v1/vars"), (Verbs.Get | Verbs.Write | Verbs.Delete, "/v1/var/{path*}")]),
        ("it registers no services of its own",
        [
            (Verbs.Get, "/v1/services"), (Verbs.Get, "/v1/service/{name}"), (Verbs.Delete, "/v1/service/{name}/{id}"),
            (Verbs.Get, "/v1/job/{id*}/services"), (Verbs.Get, "/v1/allocation/{id}/services"),
        ]),
        ("it makes no volumes: those of a node are named in its agent's configuration, those of a plugin are registered when they exist",
        [
            (Verbs.Get, "/v1/volumes/external"),
            (Verbs.Get | Verbs.Write | Verbs.Delete, "/v1/volumes/snapshot"), (Verbs.Get, "/v1/volumes/claims"), (Verbs.Delete, "/v1/volumes/claim/{id}"),
            (Verbs.Put, "/v1/volume/csi/{id*}/create"), (Verbs.Delete, "/v1/volume/csi/{id*}/delete"), (Verbs.Delete, "/v1/volume/csi/{id*}/detach"),
            (Verbs.Write, "/v1/volume/host/create"), (Verbs.Write, "/v1/volume/host/register"),
            (Verbs.Get | Verbs.Delete, "/v1/volume/host/{id}"), (Verbs.Delete, "/v1/volume/host/{id}/delete"),
        ]),
        ("it runs no predefined actions", [(Verbs.Get, "/v1/job/{id*}/action")]),
        ("the directory of an allocation is not handed on", [(Verbs.Get, "/v1/client/allocation/{id}/snapshot")]),
        ("the states of many jobs are not put together (see /v1/jobs and /v1/job/{id}/summary)", [(Verbs.Get | Verbs.Post, "/v1/jobs/statuses")]),
        ("nodes and tasks have no identities of their own",
        [
            (Verbs.Get, "/v1/client/identity"), (Verbs.Write, "/v1/client/identity/renew"),
            (Verbs.Get, "/.well-known/jwks.json"), (Verbs.Get, "/.well-known/openid-configuration"),
            (Verbs.Get, "/v1/operator/upgrade-check/vault-workload-identity"),
        ]),
        ("it has no root keys", [(Verbs.Get, "/v1/operator/keyring/keys"), (Verbs.Write, "/v1/operator/keyring/rotate"), (Verbs.Delete, "/v1/operator/keyring/key/{id}")]),
        ("an agent reads its configuration again when it gets a SIGHUP", [(Verbs.Write, "/v1/agent/reload")]),
        ("the number of schedulers is set in the agent's configuration", [(Verbs.Get, "/v1/agent/schedulers"), (Verbs.Get | Verbs.Write, "/v1/agent/schedulers/config")]),
        ("logs are read from the running agent only (see /v1/agent/monitor)", [(Verbs.Get, "/v1/agent/monitor/export")]),
        ("it makes no profiles",
        [
            (Verbs.Get, "/v1/agent/pprof/{name}"), (Verbs.Get, "/debug/pprof"), (Verbs.Get, "/debug/pprof/{name}"),
        ]),
    ];

    public static IEnumerable<Route> All => Table.SelectMany(part => part.Routes.Select(route =>
        new Route(route.Verbs, route.Pattern, Access.Anyone, _ => throw new HttpFailure(NotImplemented, $"Not part of this program: {part.Reason}"))));
}
