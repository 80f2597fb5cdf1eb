using System.Globalization;
using System.Text.Json.Nodes;
using Nomad.Model.Jobs;
using Nomad.Model.Volumes;
using Nomad.Server;
using Nomad.Server.Endpoints;
using Nomad.Simulation.Checks;
using Nomad.Simulation.Cluster;

namespace Nomad.Simulation.Workload;

/// <summary>
/// Somebody whose jobs ask for volumes of nodes and of plugins, on nodes that lose them and get them back. Jobs come in pairs that want the same volume and
/// are written at once, so that their plans are made on the same view. <see cref="VolumeLaws"/> tells what must hold of it.
/// </summary>
internal sealed class VolumeWork(Datacenter site)
{
    public const string Plugin = "disks";

    /// <summary>A host volume that some nodes have, one that all have and nobody writes, and those of which each node has one.</summary>
    public const string Shelf = "shelf", Book = "book", Slot = "slot";

    /// <summary>How many of the last there are.</summary>
    public const int Slots = 3;

    /// <summary>Volumes that the plugin of a node can bring.</summary>
    public const int MostOnNode = 2;

    private const string Prefix = "vol-";

    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(8);

    private static readonly VolumeRequest ShelfAlone = Host(Shelf, HostVolumeAccessModes.SingleNodeSingleWriter);
    private static readonly VolumeRequest Ledger = Csi("ledger", CsiAccessModes.SingleNodeWriter);

    private static readonly (string Id, string Type, VolumeRequest Volume)[][] Pairs =
    [
        [("alone", "service", ShelfAlone), ("alike", "service", ShelfAlone)],
        [("shared", "service", Host(Shelf, HostVolumeAccessModes.SingleNodeMultiWriter)), ("reader", "service", Host(Book, "") with { ReadOnly = true })],
        [("slots", "service", Host(Slot, HostVolumeAccessModes.SingleNodeSingleWriter) with { PerAlloc = true }), ("keeper", "service", Host(Shelf, "") with { Sticky = true })],
        [("ledger", "service", Ledger), ("audit", "batch", Ledger)],
        [("log", "service", Csi("log", CsiAccessModes.MultiNodeSingleWriter)), ("tail", "service", Csi("log", CsiAccessModes.MultiNodeSingleWriter) with { ReadOnly = true })],
        [("pool", "service", Csi("pool", CsiAccessModes.MultiNodeMultiWriter)), ("parts", "batch", Csi("part", CsiAccessModes.SingleNodeWriter) with { PerAlloc = true })],
    ];

    private readonly Caller caller = new(site, "w5", 361, CallLimit);
    private int rounds;

    /// <summary>Its jobs.</summary>
    public static IEnumerable<string> Jobs => Pairs.SelectMany(pair => pair).Select(job => Prefix + job.Id);

    public static bool IsOf(string jobId) => jobId.StartsWith(Prefix, StringComparison.Ordinal);

    public void Start()
    {
        caller.Start();
        caller.Post(() => _ = WorkAsync());
    }

    /// <summary>Every node has what it had in the beginning.</summary>
    public void Heal()
    {
        foreach (var client in site.Clients)
            client.Equipment.Mend();
    }

    private async Task WorkAsync()
    {
        await caller.InsistAsync("volumes", server => RegisterAsync(server, narrow: false));
        while (site.Unrest)
        {
            await caller.PauseAsync(TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(3000));
            if (!site.Unrest)
                return;
            await ActAsync(site.World.Random.Next(100));
        }
    }

    private async Task ActAsync(int dice)
    {
        var pair = site.World.Pick(Pairs);
        if (dice < 55)
        {
            foreach (var job in pair)
                await WriteAsync(job);
        }
        else if (dice < 70)
        {
            var job = site.World.Pick(pair);
            await caller.TryAsync($"stop {job.Id}", server => server.Jobs.DeregisterAsync(new JobRemoval(JobDocuments.Space, Prefix + job.Id), default));
        }
        else if (dice < 90)
        {
            var client = site.World.Pick(site.Clients);
            site.World.Note($"{client.Name} changes what it has");
            client.Equipment.Change(site.World.Random.Next(100));
        }
        else if (dice < 95)
        {
            await caller.TryAsync("volumes", server => RegisterAsync(server, site.World.Chance(0.5)));
        }
        else
        {
            await caller.TryAsync("no pool", server => server.Volumes.DeregisterAsync(JobDocuments.Space, "pool", false, default));
        }
    }

    // The pool is in both racks, or only in one.
    private static Task<ulong> RegisterAsync(ServerAgent server, bool narrow) => server.Volumes.RegisterAsync(
    [
        Volume("ledger", CsiAccessModes.SingleNodeWriter), Volume("log", CsiAccessModes.MultiNodeSingleWriter),
        Volume("part[0]", CsiAccessModes.SingleNodeWriter), Volume("part[1]", CsiAccessModes.SingleNodeWriter),
        Volume("pool", CsiAccessModes.MultiNodeMultiWriter) with
        {
            Topologies = [.. (narrow ? ["r1"] : new[] { "r0", "r1" }).Select(rack => new CSITopology { Segments = new Dictionary<string, string> { ["rack"] = rack } })],
        },
    ], JobDocuments.Space, default);

    private static CSIVolume Volume(string id, string mode) => new()
    {
        ID = id, ExternalID = id, PluginID = Plugin, RequestedCapabilities = [new CSIVolumeCapability { AccessMode = mode, AttachmentMode = AttachmentModes.FileSystem }],
    };

    private static VolumeRequest Host(string source, string mode) => new() { Type = VolumeTypes.Host, Source = source, AccessMode = mode };

    private static VolumeRequest Csi(string source, string mode) =>
        new() { Type = VolumeTypes.Csi, Source = source, AccessMode = mode, AttachmentMode = AttachmentModes.FileSystem };

    private Task<Caller.Outcome> WriteAsync((string Id, string Type, VolumeRequest Volume) job)
    {
        var isForOne = job.Volume is { PerAlloc: false, ReadOnly: false, AccessMode: CsiAccessModes.SingleNodeWriter or CsiAccessModes.MultiNodeSingleWriter };
        var document = Document(job, isForOne ? 1 : site.World.Random.Next(1, 4));
        return caller.TryAsync($"write {job.Id}", server => server.Jobs.RegisterAsync(new JobRegistration { Document = document }, default));
    }

    private JsonObject Document((string Id, string Type, VolumeRequest Volume) job, int count) => JsonNode.Parse(string.Create(CultureInfo.InvariantCulture, $$"""
        {
          "ID": "{{Prefix}}{{job.Id}}", "Name": "{{Prefix}}{{job.Id}}", "Type": "{{job.Type}}", "Datacenters": ["dc1"], "Namespace": "{{JobDocuments.Space}}", "Region": "global",
          "Meta": { "round": "{{++rounds}}" }{{(job.Type == "service" ? """, "Update": { "MaxParallel": 0 }""" : "")}},
          "TaskGroups": [ { "Name": "g", "Count": {{count}},
            "Volumes": { "v": { "Name": "v", "Type": "{{job.Volume.Type}}", "Source": "{{job.Volume.Source}}", "ReadOnly": {{(job.Volume.ReadOnly ? "true" : "false")}},
              "Sticky": {{(job.Volume.Sticky ? "true" : "false")}}, "PerAlloc": {{(job.Volume.PerAlloc ? "true" : "false")}},
              "AccessMode": "{{job.Volume.AccessMode}}", "AttachmentMode": "{{job.Volume.AttachmentMode}}" } },
            "RestartPolicy": { "Attempts": 0, "Interval": 60000000000, "Delay": 1000000000, "Mode": "fail" },
            "ReschedulePolicy": { "Delay": 5000000000, "DelayFunction": "constant", "Attempts": 0, "Interval": 0, "Unlimited": true },
            "Tasks": [ { "Name": "t", "Driver": "mock_driver", "Config": { "run_for": "1h" }, "Resources": { "CPU": 50, "MemoryMB": 32 } } ] } ]
        }
        """), new JsonNodeOptions { PropertyNameCaseInsensitive = true })!.AsObject();
}
