using System.Text.Json.Nodes;
using Nomad.Agent.Composition;
using Nomad.Bench.Engine;
using Nomad.Model.Jobs;
using Nomad.Model.Nodes;
using Nomad.Rpc;
using Nomad.Server;
using Nomad.Server.Endpoints;
using Nomad.Server.Heartbeats;

namespace Nomad.Bench.Servers;

/// <summary>A real server in this process with its log on disk, and nodes that are registered but run nothing.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private const int AtOnce = 128;

    private readonly DirectoryInfo directory;

    public required ServerAgent Agent { get; init; }

    public string DataDirectory => directory.FullName;

    public static async Task<BenchServer> StartAsync(int nodes)
    {
        var directory = Directory.CreateTempSubdirectory("nomad-bench-");
        SpareThread.Keep();
        var agent = await ServerAgent.StartAsync(new ServerOptions
        {
            Name = "bench", DataDirectory = directory.FullName, JobMaxCount = 0,
            Heartbeats = new HeartbeatOptions { MinTtl = TimeSpan.FromHours(2) },
        }, new ServerPorts { Random = new Random(1) });
        var server = new BenchServer(directory) { Agent = agent };
        await server.AddNodesAsync(0, nodes);
        return server;
    }

    private BenchServer(DirectoryInfo directory) => this.directory = directory;

    public Task AddNodesAsync(int first, int count, Func<Node, Node>? shape = null) => AddNodesAsync(Agent, first, count, shape);

    public static Task AddNodesAsync(ServerAgent agent, int first, int count, Func<Node, Node>? shape = null) =>
        Parallel.ForAsync(first, first + count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, stop) =>
        {
            var node = BenchShapes.Node(number);
            await agent.Nodes.RegisterAsync(shape is null ? node : shape(node), stop);
            await agent.Nodes.HeartbeatAsync(new NodeHeartbeat(node.ID, node.SecretID, NodeStatus.Ready), stop);
        });

    /// <summary>A job as somebody would send it: only what differs from the defaults.</summary>
    public static string Text(Job job) => $$"""
        {"ID":"{{job.ID}}","Name":"{{job.ID}}","Type":"service","Datacenters":["*"],"Constraints":[{{string.Join(',', job.Constraints!.Select(Text))}}],
        "TaskGroups":[{{string.Join(',', job.TaskGroups!.Select(Text))}}]}
        """;

    public static JsonObject Document(Job job) =>
        JsonNode.Parse(Text(job), new JsonNodeOptions { PropertyNameCaseInsensitive = true })!.AsObject();

    private static string Text(Constraint constraint) =>
        $$"""{"LTarget":"{{constraint.LTarget}}","Operand":"{{constraint.Operand}}","RTarget":"{{constraint.RTarget}}"}""";

    private static string Text(TaskGroup group) => $$"""
        {"Name":"{{group.Name}}","Count":{{group.Count}},"Networks":[{"DynamicPorts":[{"Label":"http"}]}],
        "Tasks":[{"Name":"t","Driver":"exec","Config":{"command":"/bin/true"},"Resources":{"CPU":{{group.Tasks![0].Resources!.CPU}},"MemoryMB":{{group.Tasks[0].Resources!.MemoryMB}} } }]}
        """;

    public Task RegisterAsync(Job job) => Agent.Jobs.RegisterAsync(new JobRegistration { Document = Document(job with { JobModifyIndex = 0 }) }, CancellationToken.None);

    /// <summary>Nodes of plans that the applier refused, since the server started.</summary>
    public static double NodesRejected(ServerAgent agent) =>
        agent.Meters.CounterTotals(new Dictionary<string, string>()).FirstOrDefault(each => each.Name.EndsWith("plan.node_rejected", StringComparison.Ordinal))?.Sum ?? 0;

    public static async Task UntilAsync(Func<bool> holds, string what, TimeSpan limit)
    {
        var until = DateTime.UtcNow + limit;
        while (!holds())
        {
            if (DateTime.UtcNow > until)
                throw new TimeoutException($"not after {limit}: {what}");
            await Task.Delay(5);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Agent.StopAsync();
        directory.Delete(recursive: true);
    }
}
