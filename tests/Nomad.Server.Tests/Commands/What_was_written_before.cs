using System.Text;
using Nomad.Model.Allocations;
using Nomad.Model.Deployments;
using Nomad.Model.Evaluations;
using Nomad.Model.Jobs;
using Nomad.Model.Namespaces;
using Nomad.Model.Nodes;
using Nomad.Model.Quotas;
using Nomad.Model.Volumes;
using Nomad.Server.Commands;
using Nomad.Server.State;

namespace Nomad.Server.Tests.Commands;

/// <summary>
/// A log and a saved state of the program of 2026-12-01, whose commands and rows were JSON, are read as they were. They are in Recordings, written by that
/// program from the commands below.
/// </summary>
public sealed class What_was_written_before
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Recordings");

    [Fact]
    public void Its_log_is_read()
    {
        using var log = new BinaryReader(File.OpenRead(Path.Combine(Folder, "log-of-json.bin")));
        foreach (var command in History())
        {
            var bytes = log.ReadBytes(log.ReadInt32());
            Assert.Equal(CommandCodec.Encode(command), CommandCodec.Encode(CommandCodec.Decode(bytes)));
            if (command is not ApplyPlan)
                continue;
            Assert.Equal(4, bytes[0]);
            bytes[0] = 3;
            Assert.Equal(CommandCodec.Encode(command), CommandCodec.Encode(CommandCodec.Decode(bytes)));
        }
        Assert.Equal(log.BaseStream.Length, log.BaseStream.Position);
    }

    /// <summary>Programs before it wrote the same under other names: a plan of kind 3, a state 4.</summary>
    [Theory]
    [InlineData("nomad state 5")]
    [InlineData("nomad state 4")]
    public void Its_state_is_read(string name)
    {
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine(Folder, "state-of-json.bin")))
            .Replace("nomad state 5", name, StringComparison.Ordinal);
        var restored = new StateStore(TimeProvider.System);
        restored.Restore(new MemoryStream(Encoding.Latin1.GetBytes(text)));
        Assert.Equal(Saved(Lived()), Saved(restored));
        Assert.Equal("web.web[0]", Assert.Single(restored.Snapshot().Allocations()).Name);
    }

    private static StateStore Lived()
    {
        var store = new StateStore(TimeProvider.System);
        var index = 0UL;
        foreach (var command in History())
            store.Apply(++index, command);
        return store;
    }

    private static byte[] Saved(StateStore store)
    {
        using var stream = new MemoryStream();
        StateStore.Save(store.Snapshot(), stream);
        return stream.ToArray();
    }

    private static IEnumerable<Command> History()
    {
        var job = ServerHarness.Job("web") with
        {
            Meta = new Dictionary<string, string> { ["owner"] = "someone – else", ["empty"] = "" },
            Datacenters = ["dc1", "dc2"],
            Priority = 70,
            Constraints = [new Constraint { LTarget = "${attr.kernel.name}", RTarget = "linux", Operand = "=" }],
            Periodic = new PeriodicConfig { Enabled = true, Spec = "@daily", SpecType = "cron", TimeZone = "UTC" },
        };
        var eval = new Evaluation
        {
            ID = ServerHarness.Id(20), Namespace = "default", JobID = "web", Type = EvalTypes.Service, Priority = 70, Status = EvalStatus.Pending,
            TriggeredBy = EvalTriggers.JobRegister, CreateTime = 5,
        };
        var alloc = ServerHarness.Allocation(ServerHarness.Id(7), job, ServerHarness.Id(1)) with { Job = null };
        yield return new SetClusterMetadata("00000000-0000-4000-8000-00000000c105", 1);
        yield return new UpsertNamespaces([new Namespace { Name = "team", Description = "ours", Quota = "small" }]);
        yield return new UpsertNodePools([new NodePool { Name = "gpu", Description = "with cards" }]);
        yield return new UpsertQuotas([new QuotaSpec { Name = "small", Description = "little", Limits = [new QuotaLimit { Region = "global" }] }]);
        yield return new RegisterNode(ServerHarness.Node(ServerHarness.Id(1)), 2);
        var ready = new NodeEvent { Message = "ready", Subsystem = "Cluster", Timestamp = DateTimeOffset.UnixEpoch.AddSeconds(3) };
        yield return new SetNodeStatus(ServerHarness.Id(1), NodeStatus.Ready, ready, [], 3);
        yield return new RegisterJob(job, new JobSubmission { Source = "job \"web\" {}", Format = "hcl2", Namespace = "default", JobID = "web" }, eval);
        yield return new RecordPeriodicLaunch("default", "web", 4);
        yield return new RecordScaling("default", "web", "web", new ScalingEvent { Message = "more", Time = 4, Count = 3 });
        yield return new UpsertVolumes(
            [
                new CSIVolume
                {
                    ID = "data", Namespace = "default", Name = "data", PluginID = "disk", AccessMode = "single-node-writer", AttachmentMode = "file-system",
                },
            ],
            4);
        var seen = new AllocMetric { NodesEvaluated = 3, NodesAvailable = new Dictionary<string, int> { ["dc1"] = 2 } };
        var refused = new AllocMetric { NodesFiltered = 1, ConstraintFiltered = new Dictionary<string, int> { ["${attr.cpu.arch}"] = 1 } };
        yield return new ApplyPlan
        {
            EvaluationID = eval.ID, Namespace = "default", JobID = "web", JobVersion = 0, Time = 6,
            Placements = [new PlannedPlacement(alloc with { EvalID = eval.ID, Metrics = seen }, 0)],
            Deployment = new Deployment
            {
                ID = ServerHarness.Id(30), Namespace = "default", JobID = "web", Status = DeploymentStatus.Running,
                TaskGroups = new Dictionary<string, DeploymentState> { ["web"] = new() { DesiredTotal = 1 } },
            },
            Outcome = [eval with { Status = EvalStatus.Complete, FailedTGAllocs = new Dictionary<string, AllocMetric> { ["other"] = refused } }],
        };
        var started = new TaskState { State = "running", Events = [new TaskEvent { Type = "Started", Time = 7 }] };
        yield return new UpdateAllocationsFromClient(
            [alloc with { ClientStatus = AllocClientStatus.Running, TaskStates = new Dictionary<string, TaskState> { ["server"] = started } }], [], 7);
    }
}
