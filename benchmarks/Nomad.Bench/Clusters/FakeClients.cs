using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Nomad.Agent.Http.Internal;
using Nomad.Agent.Peers;
using Nomad.Client.Registration;
using Nomad.Model;
using Nomad.Model.Json;
using Nomad.Model.Logging;
using Nomad.Model.Nodes;
using Nomad.Model.Requests;
using Nomad.Rpc;
using Nomad.Rpc.Wire;

namespace Nomad.Bench.Clusters;

/// <summary>Nodes that register and give signs of life as clients do, over real sessions that many of them share, and do nothing else.</summary>
internal sealed class FakeClients : IAsyncDisposable
{
    private const int Connections = 32;
    private const int RegisterAtOnce = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly string server;
    private readonly (PeerNetwork Network, PeerCalls Calls)[] ways;
    private readonly ConcurrentDictionary<string, CancellationTokenSource> alive = new();
    private readonly ConcurrentBag<Task> running = [];
    private int spoken;

    public FakeClients(string server)
    {
        this.server = server;
        ways = [.. Enumerable.Range(0, Connections).Select(_ =>
        {
            var network = new PeerNetwork(new PeerNetworkOptions { Self = new RpcHello { Role = PeerRoles.Client, Region = "global" }, Time = TimeProvider.System }, NoLog.Instance);
            return (network, new PeerCalls(network));
        })];
    }

    public IReadOnlyCollection<string> Alive => [.. alive.Keys];

    /// <summary>Signs of life that were answered so far.</summary>
    public int Spoken => Volatile.Read(ref spoken);

    public async Task StartAsync(int count) => await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = RegisterAtOnce }, async (i, cancel) =>
    {
        var node = new Node
        {
            ID = Guid.NewGuid().ToString(), SecretID = Guid.NewGuid().ToString(), Name = $"n{i}", Datacenter = "dc1", Status = NodeStatus.Ready,
            Attributes = new Dictionary<string, string> { ["kernel.name"] = "linux", ["driver.exec"] = "1" },
        };
        var first = await AskAsync(i, "register", node, ModelJson.Default.Node, cancel);
        var end = alive[node.ID] = new CancellationTokenSource();
        running.Add(Task.Run(() => SpeakAsync(i, node, first.HeartbeatTTL.ToTimeSpan(), end.Token), CancellationToken.None));
    });

    public void Die(string id)
    {
        if (alive.TryRemove(id, out var end))
            end.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var id in alive.Keys)
            Die(id);
        await Task.WhenAll(running);
        foreach (var (network, calls) in ways)
        {
            calls.Dispose();
            await network.DisposeAsync();
        }
    }

    private async Task SpeakAsync(int place, Node node, TimeSpan ttl, CancellationToken end)
    {
        var heard = TimeProvider.System.GetTimestamp();
        var pause = HeartbeatPlan.AfterSuccess(ttl, Random.Shared.NextDouble());
        while (true)
        {
            try
            {
                await Task.Delay(pause, end);
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(end);
                limit.CancelAfter(Patience);
                var answer = await AskAsync(place, "heartbeat", new NodeHeartbeat(node.ID, node.SecretID, NodeStatus.Ready), NodeCallJson.Default.NodeHeartbeat, limit.Token);
                Interlocked.Increment(ref spoken);
                (ttl, heard) = (answer.HeartbeatTTL.ToTimeSpan(), TimeProvider.System.GetTimestamp());
                pause = HeartbeatPlan.AfterSuccess(ttl, Random.Shared.NextDouble());
            }
            catch (Exception problem) when (problem is HttpRequestException or IOException or OperationCanceledException)
            {
                if (end.IsCancellationRequested)
                    return;
                pause = HeartbeatPlan.AfterFailure(ttl - TimeProvider.System.GetElapsedTime(heard), Random.Shared.NextDouble());
            }
        }
    }

    private async Task<NodeUpdateResponse> AskAsync<T>(int place, string verb, T question, JsonTypeInfo<T> type, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, PeerCalls.Server(server) + NodeCallRoutes.Prefix + verb)
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(question, type)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await ways[place % Connections].Calls.Invoker.SendAsync(request, cancel);
        answer.EnsureSuccessStatusCode();
        return JsonSerializer.Deserialize(await answer.Content.ReadAsByteArrayAsync(cancel), ModelJson.Default.NodeUpdateResponse)!;
    }
}
