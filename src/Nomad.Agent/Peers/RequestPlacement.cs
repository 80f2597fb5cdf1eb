using Nomad.Agent.Composition;
using Nomad.Agent.Http;
using Nomad.Agent.Http.Internal;
using Nomad.Agent.Http.Queries;
using Nomad.Agent.Http.Routing;
using Nomad.Raft;
using Nomad.Rpc;
using Nomad.Server;

namespace Nomad.Agent.Peers;

/// <summary>
/// Where a request is answered: here, by the leader of this or another region, or by the client that holds an allocation
/// (spec http-api §1.3, §2.3). Routes know nothing of it.
/// </summary>
internal sealed class RequestPlacement(AgentServices services, PeerPieces peers, ServerList? servers)
{
    /// <summary>How long a request waits for a leader to be found (the original's <c>rpc_hold_timeout</c>).</summary>
    private static readonly TimeSpan LeaderPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LeaderPoll = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest time that clients can hold, who count nanoseconds in 64 bits.</summary>
    private static readonly TimeSpan NeverHeard = TimeSpan.FromMilliseconds(long.MaxValue / 1_000_000);

    private readonly LeaderWatch? leaders = services.Server is { } server ? new LeaderWatch(server) : null;
    private readonly string region = services.Configuration.Region;

    /// <summary>Has another agent answer, if it is not this one's to answer. One that is not reached may be replaced in a moment: it is looked for again.</summary>
    /// <exception cref="HttpFailure">There is no way to whoever could answer.</exception>
    public async Task<bool> SendAsync(Route route, ApiCall call)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (await FindAsync(route, call) is { } target)
        {
            try
            {
                await peers.Forwarder.ForwardAsync(call, target.Address, target.Moved);
                return true;
            }
            catch (LeaderMovedException)
            {
                started = TimeProvider.System.GetTimestamp();
            }
            catch (PeerUnreachableException problem)
            {
                if (TimeProvider.System.GetElapsedTime(started) > LeaderPatience)
                    throw new HttpFailure(500, problem.Message);
                servers?.Failed(target.Address[PeerCalls.Server("").Length..]);
                await Task.Delay(LeaderPoll, call.Aborted);
            }
        }
        return false;
    }

    // The agent that answers, null for this one.
    private async ValueTask<Target?> FindAsync(Route route, ApiCall call)
    {
        // Before the leader is looked for: it may change while it is.
        var moved = leaders?.Moved ?? default;
        var (address, isLeader) = await AddressAsync(route, call);
        return address is null ? null : new Target(address, isLeader ? moved : default);
    }

    private async ValueTask<(string? Address, bool IsLeader)> AddressAsync(Route route, ApiCall call)
    {
        if (PlaceOf(route, call) is var (here, address) && (here || address is not null))
            return (address, false);
        return (await LeaderAsync(services.Server!, route, call), true);
    }

    // Here, or at an address; neither: at the leader of this region.
    private (bool Here, string? Address) PlaceOf(Route route, ApiCall call)
    {
        static (bool, string?) At(string? address) => (address is null, address);
        if (call.Options.Region != region)
            return At(services.Server is null ? RequireServer() : PeerCalls.Server(OfRegion(call.Options.Region)));
        var pattern = route.Pattern;
        if (pattern.StartsWith("/v1/client/", StringComparison.Ordinal) || pattern.EndsWith("/checks", StringComparison.Ordinal))
            return At(OfClient(route, call));
        if (pattern == "/v1/agent/monitor")
            return At(OfMonitor(call));
        if (services.Server is not { } server)
            return At(IsOfAnyAgent(pattern) ? null : RequireServer());
        if (IsOfAnyAgent(pattern) || IsOfAnyServer(pattern))
            return At(null);
        if (!call.Options.Stale || route.Verbs != Verbs.Get)
            return (false, null);
        call.Contact = () => (server.LeaderAddress is not null, server.Raft.Stats().LastContact ?? NeverHeard);
        return At(null);
    }

    private static bool IsRead(Route route) => route.Verbs == Verbs.Get || route.Pattern is "/v1/search" or "/v1/search/fuzzy";

    private static bool IsOfAnyAgent(string pattern) => pattern is "/" or "/ui" or "/v1/jobs/parse" or "/v1/agent/self" or "/v1/agent/servers"
        or "/v1/agent/health" or "/v1/agent/join";

    private static bool IsOfAnyServer(string pattern) => pattern.StartsWith("/v1/agent/", StringComparison.Ordinal)
        || pattern.StartsWith("/v1/status/", StringComparison.Ordinal) || pattern is "/v1/regions" or ServerCallRoutes.RaftReport;

    // A read is answered here only while nobody else can have been elected, or after a majority has said so.
    private async Task<string?> LeaderAsync(ServerAgent server, Route route, ApiCall call)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            // A server that has stopped knows of no leader for good.
            if (server.Raft.Fault is { } fault)
                return OfAnotherServer(server, fault);
            if (server.IsLeader && (!IsRead(route) || (server.Raft.HoldsLease && !call.Options.Consistent) || await IsConfirmedAsync(server, call.Aborted)))
                return null;
            // A server that knows itself as the leader is not done preparing yet.
            if (server.LeaderAddress is { Length: > 0 } address && address != server.Options.RpcAddress)
                return PeerCalls.Server(address);
            if (TimeProvider.System.GetElapsedTime(started) > LeaderPatience)
                throw new HttpFailure(500, "No cluster leader");
            await Task.Delay(LeaderPoll, call.Aborted);
        }
    }

    private static async Task<bool> IsConfirmedAsync(ServerAgent server, CancellationToken cancel)
    {
        try
        {
            await server.Raft.ReadIndexAsync(cancel);
            return true;
        }
        catch (RaftException)
        {
            return false;
        }
    }

    // What this server holds is no answer any more: the others go on without it and know who leads. One that is alone has no others, and
    // nobody can have written what it does not know.
    private string? OfAnotherServer(ServerAgent server, Exception fault)
    {
        if (server.Raft.Configuration is { VoterCount: 1 } alone && alone.IsVoter(server.Raft.Id))
            return null;
        var others = services.RequireMembership().ServersOf(region).Where(address => address != server.Options.RpcAddress).ToList();
        return others.Count > 0 ? PeerCalls.Server(others[Random.Shared.Next(others.Count)])
            : throw new HttpFailure(500, $"No cluster leader: this server's log cannot be written ({fault.Message}); repair its disk and restart it");
    }

    private string OfRegion(string name)
    {
        var there = services.RequireMembership().ServersOf(name);
        return there.Count == 0 ? throw new HttpFailure(500, "No path to region") : there[Random.Shared.Next(there.Count)];
    }

    private string? OfClient(Route route, ApiCall call)
    {
        var allocation = route.Pattern.Contains("{alloc}", StringComparison.Ordinal) ? call["alloc"] : route.Pattern.Contains("{id}", StringComparison.Ordinal) ? call["id"] : "";
        if (allocation.Length > 0)
        {
            if (services.Client is { } own && own.HasAllocation(allocation))
                return null;
            if (services.Server is null)
                return RequireServer();
            return services.Server.State.Snapshot().Allocation(allocation) is { } found ? OfNode(found.NodeID) : null;
        }
        var node = call.Text("node_id");
        if (node.Length == 0 || node == services.Client?.NodeId)
            return null;
        return services.Server is null ? RequireServer() : OfNode(node);
    }

    private string? OfMonitor(ApiCall call)
    {
        if (call.Text("node_id") is { Length: > 0 } node && call.Text("server_id").Length == 0)
            return node == services.Client?.NodeId ? null : services.Server is null ? RequireServer() : OfNode(node);
        if (call.Text("server_id") is not { Length: > 0 } wanted || call.Text("node_id").Length > 0)
            return null;
        if (services.Server is not { } server)
            return RequireServer();
        if (wanted == "leader")
            return server.IsLeader || server.LeaderAddress is not { Length: > 0 } leader ? null : PeerCalls.Server(leader);
        return services.RequireMembership().RpcAddressOf(wanted) is { } address && address != server.Options.RpcAddress ? PeerCalls.Server(address) : null;
    }

    // Null when it is this agent's own node, or when nobody has a way there: the route then says so.
    private string? OfNode(string nodeId) =>
        nodeId == services.Client?.NodeId || peers.Network.NodeSession(nodeId) is null ? null : PeerCalls.Node(nodeId);

    private string RequireServer() => PeerCalls.Server(servers?.First ?? throw new HttpFailure(500, new NoServersException("No known servers").Message));

    private readonly record struct Target(string Address, CancellationToken Moved);
}
