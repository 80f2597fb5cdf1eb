using System.Text.Json;
using System.Text.Json.Nodes;
using Nomad.Agent.Http.Routing;
using Nomad.Model;
using Nomad.Model.Json;
using Nomad.Model.Requests;

namespace Nomad.Agent.Http.Agents;

/// <summary>The agent itself: who it is, whom it knows, how it is doing.</summary>
internal sealed class AgentRoutes(AgentServices services)
{
    private static readonly Access Read = Access.To(AccessKind.Agent, "read");
    private static readonly Access Write = Access.To(AccessKind.Agent, "write");

    public IEnumerable<Route> All =>
    [
        new(Verbs.Get, "/v1/agent/self", Read, SelfAsync),
        new(Verbs.Get, "/v1/agent/members", Access.To(AccessKind.Node, "read"), MembersAsync),
        new(Verbs.Write, "/v1/agent/join", Write, JoinAsync),
        new(Verbs.Write, "/v1/agent/force-leave", Write, ForceLeaveAsync),
        new(Verbs.Get, "/v1/agent/servers", Read, ServersAsync),
        new(Verbs.Write, "/v1/agent/servers", Write, SetServersAsync),
        new(Verbs.Get, "/v1/agent/health", Access.Anyone, HealthAsync),
        new(Verbs.Get, "/v1/agent/monitor", Read, new MonitorRoute(services).AnswerAsync),
    ];

    private Task SelfAsync(ApiCall call)
    {
        var document = new JsonObject
        {
            ["config"] = AgentConfigurationJson.Of(services.Configuration, services.Version),
            ["member"] = services.Membership is { } membership ? JsonSerializer.SerializeToNode(membership.Local, ModelJson.Default.ServerMember) : new JsonObject(),
            ["stats"] = Stats(),
        };
        return call.JsonAsync(document, AgentJson.Default.JsonObject);
    }

    private JsonObject Stats()
    {
        var all = new JsonObject();
        foreach (var (group, values) in services.Stats())
        {
            var one = new JsonObject();
            foreach (var (key, value) in values)
                one[key] = value;
            all[group] = one;
        }
        return all;
    }

    private Task MembersAsync(ApiCall call)
    {
        var membership = services.RequireMembership();
        return call.JsonAsync(new ServerMembersResponse
        {
            ServerName = services.Configuration.NodeName,
            ServerRegion = services.Configuration.Region, ServerDC = services.Configuration.Datacenter, Members = membership.Members,
        }, ModelJson.Default.ServerMembersResponse);
    }

    private async Task JoinAsync(ApiCall call)
    {
        var membership = services.RequireMembership();
        var addresses = call.Http.Request.Query["address"].Where(address => !string.IsNullOrEmpty(address)).Select(address => address!).ToList();
        if (addresses.Count == 0)
            throw HttpFailure.BadRequest("missing address to join");
        var (joined, error) = await membership.JoinAsync(addresses, call.Aborted);
        await call.JsonAsync(new JsonObject { ["num_joined"] = joined, ["error"] = error }, AgentJson.Default.JsonObject);
    }

    private Task ForceLeaveAsync(ApiCall call)
    {
        var membership = services.RequireMembership();
        var node = call.Text("node") is { Length: > 0 } named ? named : throw HttpFailure.BadRequest("missing node to force leave");
        if (call.Text("prune") is { Length: > 0 } text && !Queries.BooleanQuery.TryParse(text, out _))
            throw HttpFailure.BadRequest("invalid prune value");
        return membership.ForceLeaveAsync(node, Queries.BooleanQuery.Read(call, "prune"), call.Aborted);
    }

    private Task ServersAsync(ApiCall call)
    {
        RequireClient();
        return call.JsonAsync<IReadOnlyList<string>>([.. KnownServers().Order(StringComparer.Ordinal)], ModelJson.Default.ListOfText);
    }

    private Task SetServersAsync(ApiCall call)
    {
        RequireClient();
        var addresses = call.Http.Request.Query["address"].Where(address => !string.IsNullOrEmpty(address)).Select(address => address!).ToList();
        if (addresses.Count == 0)
            throw HttpFailure.BadRequest("missing server address");
        services.Servers!.Set(addresses);
        return ApiCall.EmptyAsync();
    }

    private void RequireClient()
    {
        if (services.Client is null)
            throw new HttpFailure(501, "Invalid method");
    }

    private IReadOnlyList<string> KnownServers() => services.Servers?.Known ?? [];

    private Task HealthAsync(ApiCall call)
    {
        var asked = call.Http.Request.Query["type"];
        var (answer, healthy) = (new JsonObject(), true);
        void Add(string part, bool enabled, string problem)
        {
            if (asked.Count > 0 ? !asked.Contains(part) : !enabled)
                return;
            var message = !enabled ? $"{part} not enabled" : problem.Length > 0 ? problem : "ok";
            answer[part] = new JsonObject { ["ok"] = message == "ok", ["message"] = message };
            healthy &= message == "ok";
        }
        Add("client", services.Client is not null, KnownServers().Count == 0 ? "no known servers" : "");
        Add("server", services.Server is not null, services.Server?.LeaderAddress is { Length: > 0 } ? "" : "no leader");
        return healthy ? call.JsonAsync(answer, AgentJson.Default.JsonObject) : throw new HttpFailure(500, answer.ToJsonString());
    }
}
