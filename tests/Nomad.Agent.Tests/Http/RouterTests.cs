using Nomad.Agent.Http.Routing;

namespace Nomad.Agent.Tests.Http;

public sealed class RouterTests
{
    private static readonly Router Router = new(new (Verbs Verbs, string Pattern)[]
    {
        (Verbs.Get, "/v1/jobs"), (Verbs.Write, "/v1/jobs"), (Verbs.Get, "/v1/job/{id*}"), (Verbs.Delete, "/v1/job/{id*}"),
        (Verbs.Get, "/v1/job/{id*}/allocations"), (Verbs.Write, "/v1/job/{id*}/periodic/force"), (Verbs.Get, "/v1/node/pools"),
        (Verbs.Get, "/v1/node/{id}"), (Verbs.Get, "/v1/node/pool/{name}"), (Verbs.Get, "/v1/node/{id}/allocations"), (Verbs.Get, "/"),
        (Verbs.Get, "/ui"), (Verbs.Get, "/ui/{rest*}"),
    }.Select(row => new Route(row.Verbs, row.Pattern, Access.Anyone, static _ => Task.CompletedTask)));

    [Theory]
    [InlineData("GET", "/v1/jobs", "/v1/jobs", "")]
    [InlineData("HEAD", "/v1/jobs", "/v1/jobs", "")]
    [InlineData("POST", "/v1/jobs", "/v1/jobs", "")]
    [InlineData("GET", "/v1/job/web", "/v1/job/{id*}", "web")]
    [InlineData("GET", "/v1/job/team/web", "/v1/job/{id*}", "team/web")]
    [InlineData("GET", "/v1/job/team%2Fweb/allocations", "/v1/job/{id*}/allocations", "team/web")]
    [InlineData("GET", "/v1/job/a/b/c/allocations", "/v1/job/{id*}/allocations", "a/b/c")]
    [InlineData("GET", "/v1/job/a%20b", "/v1/job/{id*}", "a b")]
    [InlineData("PUT", "/v1/job/x/periodic/force", "/v1/job/{id*}/periodic/force", "x")]
    [InlineData("GET", "/v1/node/pools", "/v1/node/pools", "")]
    [InlineData("GET", "/v1/node/abc", "/v1/node/{id}", "abc")]
    [InlineData("GET", "/", "/", "")]
    [InlineData("GET", "/ui/", "/ui", "")]
    [InlineData("GET", "/ui/jobs", "/ui/{rest*}", "jobs")]
    [InlineData("GET", "/ui/jobs/web", "/ui/{rest*}", "jobs/web")]
    public void Finds_the_route_and_its_parameters(string method, string path, string pattern, string parameter)
    {
        var (found, route, parameters) = Router.Find(method, path);
        Assert.True(found);
        Assert.Equal(pattern, route!.Pattern);
        Assert.Equal(parameter, string.Concat(parameters.Values));
    }

    [Theory]
    [InlineData("DELETE", "/v1/jobs")]
    [InlineData("PATCH", "/v1/job/web")]
    [InlineData("PUT", "/")]
    public void A_wrong_verb_is_told_from_a_wrong_path(string method, string path)
    {
        var (found, route, _) = Router.Find(method, path);
        Assert.True(found);
        Assert.Null(route);
    }

    [Theory]
    [InlineData("/v1/nothere")]
    [InlineData("/v2/jobs")]
    [InlineData("/v1/jobs/x/y")]
    [InlineData("/v1/node")]
    public void An_unknown_path_is_not_found(string path) => Assert.False(Router.Find("GET", path).Found);
}
