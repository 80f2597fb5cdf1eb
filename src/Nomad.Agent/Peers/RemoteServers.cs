using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Nomad.Agent.Discovery;
using Nomad.Agent.Http.Internal;
using Nomad.Model.Allocations;
using Nomad.Model.Json;
using Nomad.Model.Logging;
using Nomad.Model.Nodes;
using Nomad.Model.Requests;
using Nomad.Rpc;
using Nomad.Rpc.Wire;

namespace Nomad.Agent.Peers;

/// <summary>
/// The servers as a client sees them: one answers, the others stand by. A server that fails goes to the end of the list and the
/// call to the next one. A session to every server is kept open, so that each of them can reach this node. Any thread.
/// </summary>
internal sealed class RemoteServers : INodeEndpoint, IAsyncDisposable
{
    /// <summary>How long servers take to answer an ordinary call, at most; a blocking one may take its wait more.</summary>
    private static readonly TimeSpan CallPatience = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long one server takes to answer a sign of life, as a share of the time to live: a client gives them after half to five eighths of
    /// it, so the next server still hears of the node within it when the first one hangs.
    /// </summary>
    private const double LifeShare = 0.2;

    private static readonly TimeSpan TendInterval = TimeSpan.FromSeconds(10);

    /// <summary>After this long to twice as long another server is asked first.</summary>
    private static readonly TimeSpan RebalanceAfter = TimeSpan.FromMinutes(5);

    private readonly PeerNetwork network;
    private readonly PeerCalls calls;
    private RpcHello self;
    private readonly ServerList servers;
    private readonly string ownAddress;
    private readonly ServerSearch? search;
    private readonly TimeProvider time;
    private readonly ILog log;
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim changed = new(0, 1);
    private readonly Task tending;
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long lifePatience = CallPatience.Ticks;

    /// <param name="network">The agent's connections.</param>
    /// <param name="servers">Where to begin; grows by what servers say.</param>
    /// <param name="region">The client's region.</param>
    /// <param name="ownAddress">RPC address of the server in the same agent, which needs no session; "" for none.</param>
    /// <param name="ports">Time and log.</param>
    /// <param name="search">Finds servers when none of the known ones answers; null: nobody can.</param>
    public RemoteServers(PeerNetwork network, ServerList servers, string region, string ownAddress, (ILog Log, TimeProvider Time) ports, ServerSearch? search = null)
    {
        (this.network, this.servers, this.ownAddress, this.search, time, log) = (network, servers, ownAddress, search, ports.Time, ports.Log);
        self = new RpcHello { Role = PeerRoles.Client, Region = region };
        calls = new PeerCalls(network, () => self);
        tending = TendAsync();
    }

    /// <summary>Ends when a server has answered for the first time.</summary>
    public Task Reached => reached.Task;

    /// <summary>Also tells from now on to every server which node this is, with the proof that it is it.</summary>
    public async Task<NodeUpdateResponse> RegisterAsync(Node node, CancellationToken cancel)
    {
        if (self.Id != node.ID)
        {
            Volatile.Write(ref self, self with { Id = node.ID, Secret = node.SecretID });
            Ring();
        }
        return Learn(await AskAsync("register", node, ModelJson.Default.Node, ModelJson.Default.NodeUpdateResponse, cancel));
    }

    public async Task<NodeUpdateResponse> HeartbeatAsync(NodeHeartbeat heartbeat, CancellationToken cancel)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(heartbeat, NodeCallJson.Default.NodeHeartbeat);
        try
        {
            return Learn(await AskKnownAsync("heartbeat", body, ModelJson.Default.NodeUpdateResponse, TimeSpan.FromTicks(Volatile.Read(ref lifePatience)), cancel));
        }
        catch (NoServersException)
        {
            // Perhaps all are only slow, as under a leader that is short of processor time: then they are given time.
            return Learn(await AskAsync("heartbeat", heartbeat, NodeCallJson.Default.NodeHeartbeat, ModelJson.Default.NodeUpdateResponse, cancel));
        }
    }

    public async Task<NodeAllocations> WaitForAllocationsAsync(NodeAllocationsQuery query, CancellationToken cancel)
    {
        var answer = await AskAsync("allocations", new AllocationsQuestion(query.NodeId, query.SecretId, query.MinIndex, (long)query.Wait.TotalMilliseconds),
            NodeCallJson.Default.AllocationsQuestion, NodeCallJson.Default.AllocationsAnswer, cancel, query.Wait);
        var jobs = answer.Jobs.Select(job => job.Deserialize(ModelJson.Default.Job)).ToList();
        return new NodeAllocations(answer.Index,
        [
            .. answer.Allocations.Select((one, place) => one.Deserialize(ModelJson.Default.Allocation)! with { Job = answer.JobOf[place] < 0 ? null : jobs[answer.JobOf[place]] }),
        ]);
    }

    public Task<ulong> UpdateAllocationsAsync(NodeAllocationUpdates updates, CancellationToken cancel) => AskAsync("updates",
        new AllocationReports(updates.NodeId, updates.SecretId, [.. updates.Allocations.Select(one => JsonSerializer.SerializeToElement(one, ModelJson.Default.Allocation))]),
        NodeCallJson.Default.AllocationReports, NodeCallJson.Default.UInt64, cancel);

    public Task<ulong> EmitEventsAsync(string nodeId, IReadOnlyList<NodeEvent> events, CancellationToken cancel) => AskAsync("events",
        new NodeEventsReport(nodeId, self.Secret, [.. events.Select(one => JsonSerializer.SerializeToElement(one, ModelJson.Default.NodeEvent))]),
        NodeCallJson.Default.NodeEventsReport, NodeCallJson.Default.UInt64, cancel);

    public Task<NodeUpdateResponse> DeregisterAsync(string nodeId, string secretId, CancellationToken cancel) => AskAsync("deregister",
        new NodeClaim(nodeId, secretId, ""), NodeCallJson.Default.NodeClaim, ModelJson.Default.NodeUpdateResponse, cancel);

    public async Task<Allocation?> FindAllocationAsync(string allocationId, CancellationToken cancel)
    {
        try
        {
            return await AskAsync("allocation", new NodeClaim(self.Id, self.Secret, allocationId), NodeCallJson.Default.NodeClaim, ModelJson.Default.Allocation, cancel);
        }
        catch (RpcException refusal) when (refusal.Code == 404)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await tending;
        calls.Dispose();
    }

    private NodeUpdateResponse Learn(NodeUpdateResponse answer)
    {
        if (servers.Learn([.. (answer.Servers ?? []).Select(server => server.RPCAdvertiseAddr)]))
            Ring();
        if (answer.HeartbeatTTL > default(Nomad.Model.Duration))
            Volatile.Write(ref lifePatience, Math.Min(CallPatience.Ticks, (answer.HeartbeatTTL.ToTimeSpan() * LifeShare).Ticks));
        return answer;
    }

    private void Ring()
    {
        lock (changed)
        {
            if (changed.CurrentCount == 0)
                changed.Release();
        }
    }

    private async Task<TAnswer> AskAsync<TQuestion, TAnswer>(string verb, TQuestion question, JsonTypeInfo<TQuestion> questionType,
        JsonTypeInfo<TAnswer> answerType, CancellationToken cancel, TimeSpan wait = default)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(question, questionType);
        var patience = CallPatience + wait + wait / 16;
        try
        {
            return await AskKnownAsync(verb, body, answerType, patience, cancel);
        }
        catch (NoServersException) when (search is not null)
        {
            if (!servers.Learn(await search.FindAsync(cancel)))
                throw;
        }
        Ring();
        return await AskKnownAsync(verb, body, answerType, patience, cancel);
    }

    private async Task<TAnswer> AskKnownAsync<TAnswer>(string verb, byte[] body, JsonTypeInfo<TAnswer> answerType, TimeSpan patience, CancellationToken cancel)
    {
        var problem = "No known servers";
        foreach (var address in servers.InOrder())
        {
            using var limit = new CancellationTokenSource(patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel, stopping.Token);
            using var request = new HttpRequestMessage(HttpMethod.Post, PeerCalls.Server(address) + NodeCallRoutes.Prefix + verb) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            try
            {
                using var answer = await calls.Invoker.SendAsync(request, either.Token);
                var bytes = await answer.Content.ReadAsByteArrayAsync(either.Token);
                reached.TrySetResult();
                if (answer.IsSuccessStatusCode)
                    return JsonSerializer.Deserialize(bytes, answerType) ?? throw new JsonException("empty answer");
                var text = System.Text.Encoding.UTF8.GetString(bytes);
                // Refused for what was asked: another server would say the same. One that has no leader may be cut off from it.
                if (text != "No cluster leader" && !text.StartsWith("rpc error: failed to get conn", StringComparison.Ordinal))
                    throw new RpcException(text, (int)answer.StatusCode);
                problem = text;
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException or JsonException
                || failure is OperationCanceledException && limit.IsCancellationRequested)
            {
                problem = $"server {address}: {failure.InnerException?.Message ?? failure.Message}";
            }
            cancel.ThrowIfCancellationRequested();
            log.Debug($"server did not answer, trying the next: server={address} error=\"{problem}\"");
            servers.Failed(address);
        }
        throw new NoServersException(problem);
    }

    // Keeps a way open from each server to this node, and looks at the list again when it grew.
    private async Task TendAsync()
    {
        var (since, due) = (time.GetTimestamp(), RebalanceAfter * (1 + Random.Shared.NextDouble()));
        while (!stopping.IsCancellationRequested)
        {
            foreach (var address in servers.InOrder().Where(address => self.Id.Length > 0 && address != ownAddress))
            {
                try
                {
                    await network.SessionAsync(address, self, stopping.Token);
                }
                catch (OperationCanceledException) when (stopping.IsCancellationRequested)
                {
                    return;
                }
                catch (Exception problem) when (problem is not OutOfMemoryException)
                {
                    // Calls tell of servers that do not answer; the next round tries again.
                    log.Debug($"no session: server={address} error=\"{problem.Message}\"");
                }
            }
            if (time.GetElapsedTime(since) >= due)
            {
                servers.Rebalance();
                (since, due) = (time.GetTimestamp(), RebalanceAfter * (1 + Random.Shared.NextDouble()));
            }
            Task pause = changed.WaitAsync(TendInterval, stopping.Token);
            await pause.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
