using Nomad.Agent.Http.Queries;
using Nomad.Agent.Http.Routing;
using Nomad.Model.Cluster;
using Nomad.Model.Json;
using Nomad.Model.Namespaces;
using Nomad.Model.Requests;
using Nomad.Server.State;

namespace Nomad.Agent.Http.Operators;

/// <summary>Running the cluster: scheduler configuration, Raft peers, namespaces, upkeep.</summary>
internal sealed class OperatorRoutes(AgentServices services)
{
    private static readonly Access Read = Access.To(AccessKind.Operator, "read");
    private static readonly Access Write = Access.To(AccessKind.Operator, "write");

    private StateStore State => services.RequireServer().State;

    public IEnumerable<Route> All =>
    [
        new(Verbs.Get, "/v1/operator/scheduler/configuration", Read, SchedulerAsync),
        new(Verbs.Write, "/v1/operator/scheduler/configuration", Write, SetSchedulerAsync),
        new(Verbs.Get, "/v1/operator/raft/configuration", Access.Management, RaftAsync),
        new(Verbs.Delete, "/v1/operator/raft/peer", Access.Management, RemovePeerAsync),
        new(Verbs.Write, "/v1/operator/raft/transfer-leadership", Access.Management, TransferAsync),
        new(Verbs.Get, "/v1/namespaces", Access.Anyone, NamespacesAsync),
        new(Verbs.Get, "/v1/namespace/{name}", Access.Anyone, NamespaceAsync),
        new(Verbs.Write, "/v1/namespace", Access.Management, UpsertNamespaceAsync),
        new(Verbs.Write, "/v1/namespace/{name}", Access.Management, UpsertNamespaceAsync),
        new(Verbs.Delete, "/v1/namespace/{name}", Access.Management, DeleteNamespaceAsync),
        new(Verbs.Get, "/v1/operator/license", Access.Anyone, NoLicenseAsync),
        new(Verbs.Put, "/v1/system/gc", Access.Management, call => services.RequireServer().System.CollectGarbageAsync(call.Aborted)),
        new(Verbs.Put, "/v1/system/reconcile/summaries", Access.Management,
            call => services.RequireServer().System.ReconcileSummariesAsync(call.Aborted)),
    ];

    // There is none in this edition, and none is needed.
    private static Task NoLicenseAsync(ApiCall call)
    {
        call.Http.Response.StatusCode = 204;
        return ApiCall.EmptyAsync();
    }

    private async Task SchedulerAsync(ApiCall call)
    {
        var snapshot = State.Snapshot();
        var configuration = snapshot.SchedulerConfiguration();
        call.SetReadHeaders(Math.Max(1, configuration.ModifyIndex));
        await call.JsonAsync(new SchedulerConfigurationResponse { SchedulerConfig = configuration, Index = Math.Max(1, configuration.ModifyIndex), KnownLeader = true },
            ModelJson.Default.SchedulerConfigurationResponse);
    }

    private async Task SetSchedulerAsync(ApiCall call)
    {
        var request = await call.BodyAsync(ModelJson.Default.SchedulerConfiguration);
        var answer = await services.RequireServer().Operator.SetSchedulerAsync(request, CheckIndex(call), call.Aborted);
        call.SetIndex(answer.Index);
        await call.JsonAsync(answer, ModelJson.Default.SchedulerSetConfigurationResponse);
    }

    private Task RaftAsync(ApiCall call)
    {
        var raft = services.RequireServer().Raft;
        return call.JsonAsync(new RaftConfigurationResponse
        {
            Servers = [.. raft.Configuration.Servers.Select(server => new RaftServer
            {
                ID = server.Id, Node = server.Id, Address = server.Address, Leader = server.Id == raft.LeaderId,
                Voter = server.Suffrage == Nomad.Raft.RaftSuffrage.Voter, RaftProtocol = "3",
            })],
            Index = raft.AppliedIndex,
        }, ModelJson.Default.RaftConfigurationResponse);
    }

    private async Task RemovePeerAsync(ApiCall call)
    {
        if (call.Text("address").Length > 0)
            throw HttpFailure.BadRequest("Removing a peer by address is not supported in the current raft protocol version");
        var id = call.Text("id") is { Length: > 0 } named ? named : throw HttpFailure.BadRequest("Must specify the peer's ID to remove");
        var server = services.RequireServer();
        var raft = server.Raft;
        if (raft.Configuration.Find(id) is null)
            throw new HttpFailure(500, $"id \"{id}\" was not found in the Raft configuration");
        await server.Group.DismissAsync(id, raft.Stats().Term, () => raft.RemoveServerAsync(id, call.Aborted));
    }

    private async Task TransferAsync(ApiCall call)
    {
        var raft = services.RequireServer().Raft;
        var (id, address) = (call.Text("id"), call.Text("address"));
        if (id.Length == 0 && address.Length == 0)
            throw HttpFailure.BadRequest("must specify id or address");
        if (id.Length > 0 && address.Length > 0)
            throw HttpFailure.BadRequest("must specify either id or address");
        var peer = raft.Configuration.Servers.FirstOrDefault(server => id.Length > 0 ? server.Id == id : server.Address == address)
            ?? throw HttpFailure.BadRequest(id.Length > 0
                ? $"id \"{id}\" was not found in the Raft configuration" : $"address \"{address}\" was not found in the Raft configuration");
        if (peer.Suffrage != Nomad.Raft.RaftSuffrage.Voter)
            throw HttpFailure.BadRequest($"server \"{peer.Id}\" is not a voter yet and cannot lead");
        var leads = peer.Id == raft.Id;
        if (!leads)
            await raft.TransferLeadershipAsync(peer.Id, call.Aborted);
        await call.JsonAsync(new System.Text.Json.Nodes.JsonObject { ["From"] = PeerNode(raft.Id, raft), ["To"] = PeerNode(peer.Id, raft), ["Noop"] = leads, ["Err"] = null },
            AgentJson.Default.JsonObject);
    }

    private static System.Text.Json.Nodes.JsonObject PeerNode(string id, Nomad.Raft.RaftNode raft) =>
        new() { ["ID"] = id, ["Address"] = raft.Configuration.Find(id)?.Address ?? "" };

    private Task NamespacesAsync(ApiCall call) => Reads.ListAsync(call, State, [Watch.Whole(StateTable.Namespaces)],
        snapshot => snapshot.Namespaces().Where(space => space.Name.StartsWith(call.Options.Prefix, StringComparison.Ordinal)),
        new Listing<Namespace, Namespace>(space => PageKey.ById(space.Name), ModelJson.Default.Namespace, (space, _) => space, ModelJson.Default.ListOfNamespace));

    private Task NamespaceAsync(ApiCall call) => Reads.OneAsync(call, State, [Watch.Whole(StateTable.Namespaces)], snapshot => snapshot.Namespace(call["name"]),
        (space => space.ModifyIndex, ModelJson.Default.Namespace, "Namespace not found"));

    private async Task UpsertNamespaceAsync(ApiCall call)
    {
        var space = await call.BodyAsync(ModelJson.Default.Namespace);
        if (call.Path.StartsWith("/v1/namespace/", StringComparison.Ordinal) && space.Name != call["name"])
            throw HttpFailure.BadRequest("Namespace name does not match request path");
        call.SetIndex(await services.RequireServer().Namespaces.UpsertAsync(space, call.Aborted));
    }

    private async Task DeleteNamespaceAsync(ApiCall call) => call.SetIndex(await services.RequireServer().Namespaces.DeleteAsync(call["name"], call.Aborted));

    internal static ulong? CheckIndex(ApiCall call) =>
        call.Text("cas") is not { Length: > 0 } text ? null
        : ulong.TryParse(text, out var index) ? index : throw HttpFailure.BadRequest($"Error parsing cas value: strconv.ParseUint: parsing \"{text}\": invalid syntax");
}
