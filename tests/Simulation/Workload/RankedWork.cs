using System.Globalization;
using System.Text.Json.Nodes;
using Nomad.Model;
using Nomad.Model.Jobs;
using Nomad.Model.Scheduling;
using Nomad.Server;
using Nomad.Server.Endpoints;
using Nomad.Simulation.Checks;
using Nomad.Simulation.Cluster;

namespace Nomad.Simulation.Workload;

/// <summary>
/// Somebody whose jobs matter more or less than all others, of every kind, where the more may displace the less. They ask for what a node has
/// little of: a port, whole cores, devices, disk. <see cref="RankLaws"/> tells what must hold of it.
/// </summary>
internal sealed class RankedWork(Datacenter site)
{
    private const string Prefix = "rank-";

    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(8);

    // Some differ by less than ten: those may not displace each other.
    private static readonly IReadOnlyList<(string Id, string Type, int Priority)> Jobs =
    [
        ("vital", "service", 90), ("watch", "system", 80), ("nearly", "service", 82), ("nightly", "batch", 60),
        ("sweep", "sysbatch", 40), ("lesser", "service", 30), ("least", "service", 21), ("idle", "batch", 10),
    ];

    // What each allocation asks for beside the processor's time.
    private static readonly string[] Wants = ["plain", "plain", "port", "cores", "device", "disk"];

    private readonly Caller caller = new(site, "w3", 331, CallLimit);
    private int rounds;

    public static bool IsOf(Job job) => job.ID.StartsWith(Prefix, StringComparison.Ordinal);

    public void Start()
    {
        caller.Start();
        caller.Post(() => _ = WorkAsync());
    }

    private async Task WorkAsync()
    {
        await caller.InsistAsync("displacing", server => server.Operator.SetSchedulerAsync(new SchedulerConfiguration
        {
            PreemptionConfig = new PreemptionConfig { SystemSchedulerEnabled = true, SysBatchSchedulerEnabled = true, BatchSchedulerEnabled = true, ServiceSchedulerEnabled = true },
        }, null, default));
        while (site.Unrest)
        {
            await caller.PauseAsync(TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(3000));
            var job = site.World.Pick(Jobs);
            if (site.World.Chance(0.15))
                await caller.TryAsync($"stop {job.Id}", server => server.Jobs.DeregisterAsync(new JobRemoval(JobDocuments.Space, Prefix + job.Id), default));
            else
                await WriteAsync(job);
        }
    }

    private Task WriteAsync((string Id, string Type, int Priority) job)
    {
        var document = Document(job, site.World.Random.Next(1, 5), site.World.Pick([100, 400, 900]), site.World.Pick(Wants));
        return caller.TryAsync($"write {job.Id}", server => server.Jobs.RegisterAsync(new JobRegistration { Document = document }, default));
    }

    private JsonObject Document((string Id, string Type, int Priority) job, int count, int cpu, string wants)
    {
        var processor = wants == "cores" ? "\"Cores\": 1" : $"\"CPU\": {cpu}";
        var device = wants == "device" ? """, "Devices": [ { "Name": "gpu", "Count": 1 } ]""" : "";
        var network = wants == "port" ? """, "Networks": [ { "ReservedPorts": [ { "Label": "http", "Value": 8080 } ] } ]""" : "";
        var anew = job.Type is "service" or "batch" ? """, "ReschedulePolicy": { "Delay": 5000000000, "DelayFunction": "constant", "Attempts": 0, "Interval": 0, "Unlimited": true }""" : "";
        return JsonNode.Parse(string.Create(CultureInfo.InvariantCulture, $$"""
            {
              "ID": "{{Prefix}}{{job.Id}}", "Name": "{{Prefix}}{{job.Id}}", "Type": "{{job.Type}}", "Priority": {{job.Priority}}, "Datacenters": ["dc1"],
              "Namespace": "{{JobDocuments.Space}}", "Region": "global", "Meta": { "round": "{{++rounds}}" }{{(job.Type == "service" ? """, "Update": { "MaxParallel": 0 }""" : "")}},
              "TaskGroups": [ { "Name": "g", "Count": {{(job.Type is "system" or "sysbatch" ? 1 : count)}}{{anew}}{{network}},
                "EphemeralDisk": { "SizeMB": {{(wants == "disk" ? 40_000 : 300)}} },
                "RestartPolicy": { "Attempts": 0, "Interval": 60000000000, "Delay": 1000000000, "Mode": "fail" },
                "Tasks": [ { "Name": "t", "Driver": "mock_driver", "Config": { "run_for": "1h" }, "Resources": { {{processor}}, "MemoryMB": 64{{device}} } } ] } ]
            }
            """), new JsonNodeOptions { PropertyNameCaseInsensitive = true })!.AsObject();
    }
}
