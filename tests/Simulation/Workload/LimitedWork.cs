using System.Globalization;
using System.Text.Json.Nodes;
using Nomad.Model.Namespaces;
using Nomad.Model.Quotas;
using Nomad.Model.Requests;
using Nomad.Rpc;
using Nomad.Server;
using Nomad.Server.Endpoints;
using Nomad.Simulation.Cluster;
using Nomad.Simulation.World;

namespace Nomad.Simulation.Workload;

/// <summary>
/// Somebody whose work waits for more than nodes: two jobs that share a small quota, children of which two may be under way at once, and
/// jobs whose second group waits for the first. <see cref="Checks.LimitLaws"/> tells what must hold of it.
/// </summary>
internal sealed class LimitedWork(Datacenter site)
{
    public const string Space = "limited";
    public const string Quota = "small";
    public const string Parent = "errand";
    public const string Chain = "chain-";
    public const string FirstGroup = "first";
    public const string SecondGroup = "second";
    public const int MostChildren = 2;
    public const long MostCpu = 1000;

    private const int MostChains = 4;
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(8);
    private static readonly string[] Sharers = ["saver", "spender"];

    private readonly Caller caller = new(site, "w1", 311, CallLimit);
    private int rounds;
    private int chains;

    public void Start()
    {
        caller.Start();
        caller.Post(() => _ = WorkAsync());
    }

    private async Task WorkAsync()
    {
        // Nothing here makes sense without these.
        await caller.InsistAsync("quota", server => server.Quotas.UpsertAsync(
            new QuotaSpec { Name = Quota, Limits = [new QuotaLimit { Region = "global", RegionLimit = new QuotaResources { CPU = MostCpu } }] }, default));
        await caller.InsistAsync("namespace", server => server.Namespaces.UpsertAsync(new Namespace { Name = Space, Quota = Quota }, default));
        await caller.InsistAsync("parent", server => server.Jobs.RegisterAsync(new JobRegistration { Document = Errand() }, default));
        while (site.Unrest)
        {
            await caller.PauseAsync(TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(4000));
            await ActAsync(site.World.Random.Next(100));
        }
    }

    private async Task ActAsync(int dice)
    {
        if (dice < 45)
        {
            // Both at once, so that their plans are made on the same view and only one may have the rest.
            foreach (var id in Sharers)
                await caller.TryAsync($"write {id}", server => server.Jobs.RegisterAsync(new JobRegistration { Document = Sharer(id) }, default));
        }
        else if (dice < 50)
        {
            await caller.TryAsync("stop a sharer", server => server.Jobs.DeregisterAsync(new JobRemoval(Space, site.World.Pick(Sharers)), default));
        }
        else if (dice < 85 || chains == MostChains)
        {
            await caller.TryAsync("dispatch", server => server.Jobs.DispatchAsync(JobDocuments.Space, new JobDispatchRequest { JobID = Parent }, "", default));
        }
        else
        {
            var id = $"{Chain}{++chains}";
            await caller.TryAsync($"write {id}", server => server.Jobs.RegisterAsync(new JobRegistration { Document = Chained(id) }, default));
        }
    }

    private JsonObject Sharer(string id) => Document($$"""
        "ID": "{{id}}", "Name": "{{id}}", "Type": "service", "Namespace": "{{Space}}", "Update": { "MaxParallel": 0 }, "Meta": { "round": "{{++rounds}}" },
        "TaskGroups": [ {{Group("g", site.World.Random.Next(1, 5), site.World.Pick([100, 200, 400]), "")}} ]
        """);

    private static JsonObject Errand() => Document($$"""
        "ID": "{{Parent}}", "Name": "{{Parent}}", "Type": "batch", "Namespace": "{{JobDocuments.Space}}",
        "ParameterizedJob": { "Payload": "optional", "Concurrency": { "Limit": {{MostChildren}}, "Overflow": "queue" } },
        "TaskGroups": [ {{Group("g", 1, 50, "")}} ]
        """);

    private JsonObject Chained(string id) => Document($$"""
        "ID": "{{id}}", "Name": "{{id}}", "Type": "service", "Namespace": "{{JobDocuments.Space}}",
        "Update": { "MaxParallel": {{(site.World.Chance(0.5) ? 0 : 1)}}, "MinHealthyTime": 200000000, "HealthyDeadline": 20000000000, "ProgressDeadline": 40000000000 },
        "TaskGroups": [ {{Group(SecondGroup, 1, 50, $$""", "DependsOn": [ { "Group": "{{FirstGroup}}", "Condition": "healthy" } ]""")}}, {{Group(FirstGroup, 1, 50, "")}} ]
        """);

    private static string Group(string name, int count, int cpu, string more) => $$"""
        { "Name": "{{name}}", "Count": {{count}}{{more}}, "RestartPolicy": { "Attempts": 0, "Interval": 60000000000, "Delay": 1000000000, "Mode": "fail" },
          "ReschedulePolicy": { "Delay": 5000000000, "DelayFunction": "constant", "Attempts": 0, "Interval": 0, "Unlimited": true },
          "Tasks": [ { "Name": "t", "Driver": "mock_driver", "Config": { "run_for": "1h" }, "Resources": { "CPU": {{cpu}}, "MemoryMB": 32 } } ] }
        """;

    private static JsonObject Document(string fields) => JsonNode.Parse(string.Create(CultureInfo.InvariantCulture, $$"""{ "Datacenters": ["dc1"], "Region": "global", {{fields}} }"""),
        new JsonNodeOptions { PropertyNameCaseInsensitive = true })!.AsObject();
}
