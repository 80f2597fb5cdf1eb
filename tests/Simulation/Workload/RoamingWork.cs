using System.Globalization;
using System.Text.Json.Nodes;
using Nomad.Model.Jobs;
using Nomad.Rpc;
using Nomad.Server.Endpoints;
using Nomad.Simulation.Checks;
using Nomad.Simulation.Cluster;

namespace Nomad.Simulation.Workload;

/// <summary>
/// Somebody whose work goes on out of contact: jobs with a <c>disconnect</c> block of every kind, on clients that are cut off again and again and
/// come back, some sooner than the block allows and some later. <see cref="ReunionLaws"/> tells what must hold of it.
/// </summary>
internal sealed class RoamingWork(Datacenter site)
{
    private const string Prefix = "roam-";

    /// <summary>Clients are away for as long as this, or shorter: half of the time nobody counts on them any more.</summary>
    private static readonly TimeSpan LostAfter = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(8);

    private static readonly (string Id, bool Replace, string Reconcile)[] Kinds =
    [
        ("best", true, ReconcileStrategies.BestScore), ("original", true, ReconcileStrategies.KeepOriginal), ("replacement", true, ReconcileStrategies.KeepReplacement),
        ("longest", true, ReconcileStrategies.LongestRunning), ("alone", false, ""),
    ];

    private readonly Caller caller = new(site, "w3", 331, CallLimit);
    private int rounds;

    /// <summary>Whether it is one of these jobs: whoever runs it says since when.</summary>
    public static bool IsOf(string jobId) => jobId.StartsWith(Prefix, StringComparison.Ordinal);

    public void Start()
    {
        caller.Start();
        caller.Post(() => _ = WorkAsync());
    }

    private async Task WorkAsync()
    {
        var (first, second) = (site.World.Random.Next(Kinds.Length), site.World.Random.Next(1, Kinds.Length));
        var mine = new[] { Kinds[first], Kinds[(first + second) % Kinds.Length] };
        foreach (var kind in mine)
            await caller.InsistAsync($"write {Prefix}{kind.Id}", server => server.Jobs.RegisterAsync(new JobRegistration { Document = Document(kind) }, default));
        while (site.Unrest)
        {
            await caller.PauseAsync(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(9));
            if (!site.Unrest)
                return;
            var kind = site.World.Pick(mine);
            if (site.World.Chance(0.1))
                await caller.TryAsync($"stop {Prefix}{kind.Id}", server => server.Jobs.DeregisterAsync(new JobRemoval(JobDocuments.Space, Prefix + kind.Id), default));
            else
                await caller.TryAsync($"write {Prefix}{kind.Id}", server => server.Jobs.RegisterAsync(new JobRegistration { Document = Document(kind) }, default));
        }
    }

    private JsonObject Document((string Id, bool Replace, string Reconcile) kind) => JsonNode.Parse(string.Create(CultureInfo.InvariantCulture, $$"""
        {
          "ID": "{{Prefix}}{{kind.Id}}", "Name": "{{Prefix}}{{kind.Id}}", "Type": "service", "Datacenters": ["dc1"], "Namespace": "{{JobDocuments.Space}}", "Region": "global",
          "Update": { "MaxParallel": 0 }, "Meta": { "round": "{{(site.World.Chance(0.3) ? ++rounds : rounds)}}" },
          "TaskGroups": [ { "Name": "g", "Count": {{site.World.Random.Next(2, 6)}},
            "Disconnect": { "LostAfter": {{LostAfter.TotalNanoseconds:0}}, "Replace": {{(kind.Replace ? "true" : "false")}}, "Reconcile": "{{kind.Reconcile}}" },
            "RestartPolicy": { "Attempts": 0, "Interval": 60000000000, "Delay": 1000000000, "Mode": "fail" },
            "ReschedulePolicy": { "Delay": 5000000000, "DelayFunction": "constant", "Attempts": 0, "Interval": 0, "Unlimited": true },
            "Tasks": [ { "Name": "t", "Driver": "mock_driver", "Config": { "run_for": "1h" }, "Resources": { "CPU": 50, "MemoryMB": 32 } } ] } ]
        }
        """), new JsonNodeOptions { PropertyNameCaseInsensitive = true })!.AsObject();
}
