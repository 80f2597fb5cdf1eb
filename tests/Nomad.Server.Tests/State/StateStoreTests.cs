using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Nomad.Model.Allocations;
using Nomad.Model.Deployments;
using Nomad.Model.Evaluations;
using Nomad.Model.Jobs;
using Nomad.Model.Nodes;
using Nomad.Server.Commands;
using Nomad.Server.State;

namespace Nomad.Server.Tests.State;

public sealed class StateStoreTests
{
    private const long Now = 1_700_000_000_000_000_000;

    private static StateStore NewStore() => new(TimeProvider.System);

    private static byte[] Saved(StateStore store)
    {
        using var stream = new MemoryStream();
        StateStore.Save(store.Snapshot(), stream);
        return stream.ToArray();
    }

    private static Evaluation Eval(string id, string job, string status = EvalStatus.Pending) =>
        new() { ID = id, Namespace = "default", JobID = job, Type = JobTypes.Service, Status = status, Priority = 50 };

    private static ApplyPlan Place(string jobId, ulong version, params Allocation[] allocs) => new()
    {
        EvaluationID = "eval", Namespace = "default", JobID = jobId, JobVersion = version, Time = Now,
        Placements = [.. allocs.Select(alloc => new PlannedPlacement(alloc with { Job = null }, version))],
    };

    [Fact]
    public void A_snapshot_does_not_change_when_the_state_does()
    {
        var store = NewStore();
        store.Apply(1, new RegisterJob(ServerHarness.Job("a"), null, Eval("e1", "a")));
        var before = store.Snapshot();
        store.Apply(2, new RegisterJob(ServerHarness.Job("a", count: 5), null, null));
        store.Apply(3, new DeregisterJobs([new NamespacedID { Namespace = "default", ID = "a" }], true, false, [], Now));

        Assert.Equal(1UL, before.Index);
        Assert.Equal(1, before.Job("default", "a")!.TaskGroups![0].Count);
        Assert.Single(before.Jobs());
        Assert.Null(store.Snapshot().Job("default", "a"));
        Assert.Empty(store.Snapshot().JobVersions("default", "a"));
    }

    // What falls back on the version before the failed ones may find that it is kept no longer.
    [Fact]
    public void A_version_that_is_kept_no_longer_can_be_placed_while_it_runs_somewhere_and_the_job_is_the_same()
    {
        var store = NewStore();
        store.Apply(1, new RegisterJob(ServerHarness.Job("a"), null, null));
        store.Apply(2, Place("a", 0, ServerHarness.Allocation("first", ServerHarness.Job("a"), "n1")));
        for (var count = 2; count < 12; count++)
            store.Apply((ulong)count + 1, new RegisterJob(ServerHarness.Job("a", count), null, null));
        Assert.Null(store.Snapshot().JobVersion("default", "a", 0));
        store.Apply(20, Place("a", 0, ServerHarness.Allocation("second", ServerHarness.Job("a"), "n2")));
        Assert.Equal(0UL, store.Snapshot().Allocation("second")!.Job!.Version);
        store.Apply(21, new DeregisterJobs([new NamespacedID { Namespace = "default", ID = "a" }], true, false, [], Now));
        store.Apply(22, Place("a", 0, ServerHarness.Allocation("purged", ServerHarness.Job("a"), "n2")));
        store.Apply(23, new RegisterJob(ServerHarness.Job("a", 99), null, null));
        store.Apply(24, Place("a", 7, ServerHarness.Allocation("other", ServerHarness.Job("a"), "n2")));
        Assert.Null(store.Snapshot().Allocation("purged"));
        Assert.Null(store.Snapshot().Allocation("other"));
    }

    [Fact]
    public void Registering_again_makes_a_new_version_and_keeps_the_create_index()
    {
        var store = NewStore();
        store.Apply(5, new RegisterJob(ServerHarness.Job("a"), null, null));
        store.Apply(9, new RegisterJob(ServerHarness.Job("a", 3), null, Eval("e", "a")));
        var job = store.Snapshot().Job("default", "a")!;
        Assert.Equal((1UL, 5UL, 9UL), (job.Version, job.CreateIndex, job.JobModifyIndex));
        Assert.Equal(JobStatus.Pending, job.Status);
        Assert.Equal(9UL, store.Snapshot().Evaluation("e")!.JobModifyIndex);
        Assert.Equal([1UL, 0UL], store.Snapshot().JobVersions("default", "a").Select(version => version.Version));
    }

    [Fact]
    public void Old_versions_are_dropped_but_never_the_newest_stable_one()
    {
        var store = NewStore();
        var index = 0UL;
        store.Apply(++index, new RegisterJob(ServerHarness.Job("a", 1), null, null));
        store.Apply(++index, new SetJobStability("default", "a", 0, true));
        for (var count = 2; count < 12; count++)
            store.Apply(++index, new RegisterJob(ServerHarness.Job("a", count), null, null));
        var versions = store.Snapshot().JobVersions("default", "a").Select(job => job.Version).ToList();
        Assert.Equal(StateStore.UsualTrackedVersions, versions.Count);
        Assert.Contains(0UL, versions);
        Assert.Equal(10UL, versions[0]);
    }

    [Fact]
    public void A_node_that_drains_is_not_opened_and_only_the_drain_that_was_looked_at_is_ended()
    {
        var store = NewStore();
        var id = ServerHarness.Id(1);
        Node Read() => store.Snapshot().Node(id)!;
        NodeDrain Drain(DrainStrategy? strategy) => new(id, strategy, false, DrainStatus.Complete, null);
        store.Apply(1, new RegisterNode(ServerHarness.Node(id), Now));
        store.Apply(2, new SetNodeDrain([Drain(new DrainStrategy { Deadline = TimeSpan.FromMinutes(1) })], [], Now));
        var seen = Read().ModifyIndex;
        Assert.Contains("while it is draining", Assert.IsType<StateRefusal>(store.Apply(3, new SetNodeEligibility(id, NodeEligibility.Eligible, null, [])).Result).Text);
        Assert.Equal(NodeEligibility.Ineligible, Read().SchedulingEligibility);

        store.Apply(4, new SetNodeDrain([Drain(new DrainStrategy { Deadline = TimeSpan.FromMinutes(2) })], [], Now));
        store.Apply(5, (Command)CommandCodec.Decode(CommandCodec.Encode(new SetNodeDrain([Drain(null) with { OnlyAt = seen }], [], Now))));
        Assert.Equal(TimeSpan.FromMinutes(2), Read().DrainStrategy!.Deadline.ToTimeSpan());
        store.Apply(6, new SetNodeDrain([Drain(null) with { OnlyAt = Read().ModifyIndex }], [], Now));
        Assert.Null(Read().DrainStrategy);
    }

    [Fact]
    public void What_a_client_has_reported_as_ended_is_not_called_lost()
    {
        var store = NewStore();
        var job = ServerHarness.Job("a");
        store.Apply(1, new RegisterJob(job, null, null));
        var (ended, running) = (ServerHarness.Allocation("ended", job, "n1"), ServerHarness.Allocation("running", job, "n1"));
        store.Apply(2, Place("a", 0, ended, running));
        store.Apply(3, new UpdateAllocationsFromClient(
            [new Allocation { ID = "ended", ClientStatus = AllocClientStatus.Complete }, new Allocation { ID = "running", ClientStatus = AllocClientStatus.Running }], [], Now));
        Allocation Lost(Allocation alloc) => alloc with { DesiredStatus = AllocDesiredStatus.Stop, ClientStatus = AllocClientStatus.Lost };
        store.Apply(4, Place("a", 0, Lost(ended), Lost(running)));
        Assert.Equal(AllocClientStatus.Complete, store.Snapshot().Allocation("ended")!.ClientStatus);
        Assert.Equal(AllocClientStatus.Lost, store.Snapshot().Allocation("running")!.ClientStatus);
        store.Apply(5, Place("a", 0) with { Stops = [new PlannedStop("ended", AllocDesiredStatus.Stop, "", AllocClientStatus.Lost, "")] });
        Assert.Equal(AllocClientStatus.Complete, store.Snapshot().Allocation("ended")!.ClientStatus);
    }

    [Fact]
    public void A_stop_that_was_planned_before_a_client_reported_leaves_what_it_said()
    {
        var store = NewStore();
        var job = ServerHarness.Job("a");
        store.Apply(1, new RegisterJob(job, null, null));
        store.Apply(2, Place("a", 0, ServerHarness.Allocation("x", job, "n1")));
        store.Apply(3, new UpdateAllocationsFromClient([new Allocation { ID = "x", ClientStatus = AllocClientStatus.Running }], [], Now));
        store.Apply(4, Place("a", 0) with { Stops = [new PlannedStop("x", AllocDesiredStatus.Stop, "", AllocClientStatus.Pending, "")] });
        var alloc = store.Snapshot().Allocation("x")!;
        Assert.Equal((AllocDesiredStatus.Stop, AllocClientStatus.Running), (alloc.DesiredStatus, alloc.ClientStatus));
        store.Apply(5, Place("a", 0) with { Stops = [new PlannedStop("x", AllocDesiredStatus.Stop, "", AllocClientStatus.Lost, "")] });
        Assert.Equal(AllocClientStatus.Lost, store.Snapshot().Allocation("x")!.ClientStatus);
    }

    [Fact]
    public void A_job_is_written_only_over_the_version_it_was_made_from_and_garbage_never_takes_a_newer_one()
    {
        var store = NewStore();
        store.Apply(1, new RegisterJob(ServerHarness.Job("a"), null, null));
        store.Apply(2, new RegisterJob(ServerHarness.Job("a", 2), null, null) { OnlyAt = 1 });
        var late = store.Apply(3, (Command)CommandCodec.Decode(CommandCodec.Encode(new RegisterJob(ServerHarness.Job("a", 9), null, null) { OnlyAt = 1 })));
        Assert.Contains("conflicting job modify index: 2", Assert.IsType<StateRefusal>(late.Result).Text);
        Assert.IsType<StateRefusal>(store.Apply(4, new RegisterJob(ServerHarness.Job("a", 9), null, null) { OnlyAt = 0 }).Result);
        var purge = new DeregisterJobs([new NamespacedID { Namespace = "default", ID = "a" }], true, false, [], Now);
        store.Apply(5, (Command)CommandCodec.Decode(CommandCodec.Encode(purge with { UnchangedSince = 1 })));
        Assert.Equal(2, store.Snapshot().Job("default", "a")!.TaskGroups![0].Count);
        store.Apply(6, purge with { UnchangedSince = 2 });
        Assert.Null(store.Snapshot().Job("default", "a"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_row_that_came_and_was_deleted_at_one_index_is_found_when_it_is_written_again(bool isOld)
    {
        const int Others = 40;
        var table = new Nomad.Server.State.Rows.Table<string, Evaluation>();
        var byJob = new Nomad.Server.State.Rows.Grouping<string, Evaluation>(eval => eval.JobID);
        table.Gone = byJob.Forget;
        void Put(string id, string job, ulong index)
        {
            var row = table.Put(id, Eval(id, job), index, out var listed);
            byJob.Note(row, listed, table.Newest(id)!);
        }
        if (isOld)
            Put("x", "from", 2);
        for (var i = 0; i < Others; i++)
            Put($"other-{i}", "to", 2);
        Put("x", "to", 4);
        table.Delete("x", 4);
        for (var i = 0; i < Others; i++)
            table.Delete($"other-{i}", 3);
        table.Trim(3);
        byJob.Trim(3);
        Put("x", "to", 5);
        Assert.Equal("x", Assert.Single(byJob.At("to", 5)).ID);
        Assert.Equal("x", Assert.Single(table.All(5)).ID);
        Assert.Empty(byJob.At("from", 5));
        Assert.Equal(isOld ? ["x"] : [], byJob.At("from", 3).Select(eval => eval.ID));
    }

    [Fact]
    public void Rows_that_go_and_come_back_are_found_once_at_every_index()
    {
        Seeds.Each(200, seed =>
        {
            var random = new Random(seed);
            var table = new Nomad.Server.State.Rows.Table<string, Evaluation>();
            var byJob = new Nomad.Server.State.Rows.Grouping<string, Evaluation>(eval => eval.JobID);
            table.Gone = byJob.Forget;
            var (oldest, states) = (1UL, new Dictionary<ulong, Dictionary<string, string>> { [1] = [] });
            for (ulong index = 2; index < 120; index++)
            {
                var state = states[index] = new(states[index - 1], StringComparer.Ordinal);
                for (var change = random.Next(12); change > 0; change--)
                {
                    var (id, job) = ($"{random.Next(seed % 2 == 0 ? 50 : 4)}", $"j{random.Next(3)}");
                    if (random.Next(9) == 0 && state.Remove(id))
                        table.Delete(id, index);
                    else if (state.TryAdd(id, job) || random.Next(2) == 0)
                    {
                        var row = table.Put(id, Eval(id, state[id] = job), index, out var listed);
                        byJob.Note(row, listed, table.Newest(id)!);
                    }
                }
                if (random.Next(5) == 0)
                {
                    oldest = Math.Max(oldest, index - (ulong)random.Next(4));
                    table.Trim(oldest);
                    byJob.Trim(oldest);
                }
                for (var at = Math.Max(oldest, index - 4); at <= index; at++)
                    foreach (var job in (string[])["j0", "j1", "j2"])
                        Assert.Equal(states[at].Where(own => own.Value == job).Select(own => own.Key).Order(StringComparer.Ordinal), byJob.At(job, at).Select(eval => eval.ID).Order(StringComparer.Ordinal));
            }
            foreach (var id in states[119].Keys)
                table.Delete(id, 120);
            table.Trim(120);
            byJob.Trim(120);
            Assert.Equal(0, byJob.ListCount);
        });
    }

    [Fact]
    public void Rows_that_end_or_move_in_masses_take_no_others_along_and_leave_nothing_behind()
    {
        var table = new Nomad.Server.State.Rows.Table<string, Evaluation>();
        var byJob = new Nomad.Server.State.Rows.Grouping<string, Evaluation>(eval => eval.JobID);
        table.Gone = byJob.Forget;
        void Put(int number, string job, ulong index)
        {
            var row = table.Put($"{number}", Eval($"{number}", job), index, out var listed);
            byJob.Note(row, listed, table.Newest($"{number}")!);
        }
        for (var number = 0; number < 82; number++)
            Put(number, "j", 1);
        // Written once more before they end, while somebody still reads the state of before.
        for (var number = 0; number < 40; number++)
            Put(number, "j", 2);
        for (var number = 40; number < 81; number++)
            Put(number, "k", 2);
        for (var number = 0; number < 40; number++)
            table.Delete($"{number}", 3);
        Assert.Equal(82, byJob.At("j", 1).Count());
        table.Trim(3);
        byJob.Trim(3);
        Assert.Equal(["81"], byJob.At("j", 3).Select(eval => eval.ID));
        Assert.Equal(41, byJob.At("k", 3).Count());
        for (var number = 40; number < 81; number++)
            table.Delete($"{number}", 4);
        table.Delete("81", 4);
        table.Trim(4);
        byJob.Trim(4);
        Assert.Equal(0, byJob.ListCount);
    }

    [Fact]
    public void A_plan_keeps_the_health_told_meanwhile_and_is_not_half_refused_for_a_deployment_that_is_over()
    {
        var store = NewStore();
        var job = ServerHarness.Job("a");
        store.Apply(1, new RegisterJob(job, null, null));
        var over = new Deployment { ID = "d0", Namespace = "default", JobID = "a", Status = DeploymentStatus.Failed };
        var running = new Deployment
        {
            ID = "d1", Namespace = "default", JobID = "a", Status = DeploymentStatus.Running,
            TaskGroups = new Dictionary<string, DeploymentState> { ["web"] = new() { DesiredTotal = 1, ProgressDeadline = TimeSpan.FromMinutes(5) } },
        };
        var alloc = ServerHarness.Allocation("a1", job, "n1") with { DeploymentID = "d1" };
        store.Apply(2, Place("a", 0) with { Deployment = over });
        store.Apply(3, Place("a", 0, alloc) with { Deployment = running });
        // A clock that is far ahead does not move the deadline past what is possible.
        store.Apply(4, new UpdateAllocationsFromClient(
            [alloc with { ClientStatus = AllocClientStatus.Running, DeploymentStatus = new() { Healthy = true, Timestamp = DateTimeOffset.MaxValue } }], [], Now));
        var result = store.Apply(5, Place("a", 0, alloc) with
        {
            DeploymentUpdates = [new DeploymentStatusUpdate { DeploymentID = "d0", Status = DeploymentStatus.Cancelled }],
        });
        Assert.Null(result.Result);
        Assert.Equal(DeploymentStatus.Failed, store.Snapshot().Deployment("d0")!.Status);
        Assert.True(store.Snapshot().Allocation("a1")!.DeploymentStatus!.Healthy);
        Assert.Equal(1, store.Snapshot().Deployment("d1")!.TaskGroups!["web"].HealthyAllocs);
    }

    [Fact]
    public void Job_status_and_summary_follow_the_allocations()
    {
        var store = NewStore();
        var job = ServerHarness.Job("a");
        store.Apply(1, new RegisterJob(job, null, Eval("e", "a")));
        store.Apply(2, Place("a", 0, ServerHarness.Allocation("x", job, "n1")));
        Assert.Equal(JobStatus.Running, store.Snapshot().Job("default", "a")!.Status);
        Assert.Equal(1, store.Snapshot().Summary("default", "a")!.Summary!["web"].Starting);
        Assert.Same(store.Snapshot().JobVersion("default", "a", 0)!.TaskGroups, store.Snapshot().Allocation("x")!.Job!.TaskGroups);

        var report = store.Snapshot().Allocation("x")! with { ClientStatus = AllocClientStatus.Complete };
        store.Apply(3, new UpdateAllocationsFromClient([report], [], Now));
        store.Apply(4, new UpsertEvaluations([Eval("e", "a", EvalStatus.Complete)]));
        var summary = store.Snapshot().Summary("default", "a")!.Summary!["web"];
        Assert.Equal((0, 1), (summary.Starting, summary.Complete));
        Assert.Equal(JobStatus.Dead, store.Snapshot().Job("default", "a")!.Status);
        Assert.Equal(2UL, store.Snapshot().Allocation("x")!.AllocModifyIndex);
    }

    [Fact]
    public void A_node_with_another_secret_is_refused()
    {
        var store = NewStore();
        store.Apply(1, new RegisterNode(ServerHarness.Node(ServerHarness.Id(1)), Now));
        var commit = store.Apply(2, new RegisterNode(ServerHarness.Node(ServerHarness.Id(1)) with { SecretID = "other" }, Now));
        Assert.Equal(new StateRefusal("node secret ID does not match. Not registering node."), commit.Result);
        Assert.Equal(1UL, store.Snapshot().Node(ServerHarness.Id(1))!.ModifyIndex);
    }

    [Fact]
    public void A_complete_evaluation_cancels_the_blocked_ones_of_its_job()
    {
        var store = NewStore();
        store.Apply(1, new UpsertEvaluations([Eval("b", "a", EvalStatus.Blocked), Eval("other", "z", EvalStatus.Blocked)]));
        store.Apply(2, new UpsertEvaluations([Eval("e", "a", EvalStatus.Complete)]));
        Assert.Equal(EvalStatus.Canceled, store.Snapshot().Evaluation("b")!.Status);
        Assert.Equal("evaluation \"e\" successful", store.Snapshot().Evaluation("b")!.StatusDescription);
        Assert.Equal(EvalStatus.Blocked, store.Snapshot().Evaluation("other")!.Status);
    }

    [Fact]
    public async Task A_blocking_query_wakes_for_its_key_only()
    {
        var store = NewStore();
        store.Apply(1, new RegisterJob(ServerHarness.Job("a"), null, null));
        var query = store.QueryAsync(1, ServerHarness.Patience, [Watch.Job("default", "a")],
            state => (state.Job("default", "a")!.ModifyIndex, state.Job("default", "a")!.Version), CancellationToken.None);
        store.Apply(2, new RegisterJob(ServerHarness.Job("b"), null, null));
        Assert.False(query.IsCompleted);
        store.Apply(3, new RegisterJob(ServerHarness.Job("a", 2), null, null));
        Assert.Equal((3UL, 1UL), await query);
    }

    [Fact]
    public async Task A_blocking_query_ends_when_its_time_is_over()
    {
        var store = NewStore();
        store.Apply(1, new RegisterJob(ServerHarness.Job("a"), null, null));
        var (index, answer) = await store.QueryAsync(7, TimeSpan.FromMilliseconds(30), [Watch.Whole(StateTable.Jobs)],
            state => (state.TableIndex(StateTable.Jobs), "same"), CancellationToken.None);
        Assert.Equal((1UL, "same"), (index, answer));
    }

    [Fact]
    public async Task A_blocking_query_ends_when_another_state_comes_in_force()
    {
        var store = NewStore();
        using var saved = new MemoryStream();
        StateStore.Save(store.Snapshot(), saved);
        store.Apply(5, new RegisterJob(ServerHarness.Job("a"), null, null));
        var query = store.QueryAsync(5, ServerHarness.Patience, [Watch.Job("default", "a")], state => (state.Index, state.Job("default", "a") is not null), CancellationToken.None);
        Assert.False(query.IsCompleted);
        saved.Position = 0;
        store.Restore(saved);
        Assert.Equal((1UL, false), await query.WaitAsync(ServerHarness.Patience / 2));
    }

    [Fact]
    public void The_same_commands_give_the_same_bytes_also_through_the_log_and_a_restart()
    {
        Seeds.Each(60, GenCommands, commands =>
        {
            var direct = NewStore();
            var decoded = NewStore();
            var half = NewStore();
            var index = 0UL;
            foreach (var command in commands)
            {
                index++;
                direct.Apply(index, command);
                decoded.Apply(index, CommandCodec.Decode(CommandCodec.Encode(command)));
                half.Apply(index, command);
                if (index == (ulong)commands.Length / 2)
                {
                    var restored = NewStore();
                    restored.Restore(new MemoryStream(Saved(half)));
                    half = restored;
                }
            }
            var hash = SHA256.HashData(Saved(direct));
            Assert.Equal(hash, SHA256.HashData(Saved(decoded)));
            Assert.Equal(hash, SHA256.HashData(Saved(half)));
        });
    }

    [Fact]
    public void Damaged_saved_state_is_refused_and_changes_nothing()
    {
        var store = NewStore();
        store.Apply(1, new RegisterJob(ServerHarness.Job("a"), null, null));
        var bytes = Saved(store);
        Assert.Throws<InvalidDataException>(() => store.Restore(new MemoryStream(bytes[..^9])));
        Assert.NotNull(store.Snapshot().Job("default", "a"));
    }

    private static readonly Gen<Command[]> GenCommands =
        Gen.Int[0, 9].SelectMany(kind => Gen.Select(Gen.Int[0, 4], Gen.Int[0, 3], (job, number) => Make(kind, $"job-{job}", number))).Array[1, 40];

    private static Command Make(int kind, string job, int number) => kind switch
    {
        0 or 1 => new RegisterJob(ServerHarness.Job(job, number + 1), null, Eval($"eval-{job}-{number}", job)),
        2 => new DeregisterJobs([new NamespacedID { Namespace = "default", ID = job }], number == 0, false, [], Now),
        3 or 4 => Place(job, (ulong)number, ServerHarness.Allocation($"alloc-{job}-{number}", ServerHarness.Job(job), ServerHarness.Id(number))),
        5 => new UpdateAllocationsFromClient([ServerHarness.Allocation($"alloc-{job}-{number}", ServerHarness.Job(job), "") with
        {
            ClientStatus = number % 2 == 0 ? AllocClientStatus.Running : AllocClientStatus.Failed,
        }], [], Now),
        6 => new UpsertEvaluations([Eval($"eval-{job}-{number}", job, EvalStatus.Complete)]),
        7 => new RegisterNode(ServerHarness.Node(ServerHarness.Id(number)), Now + number),
        8 => new DeleteEvaluations([$"eval-{job}-{number}"], [$"alloc-{job}-{number}"]),
        _ => new SetNodeStatus(ServerHarness.Id(number), NodeStatus.Ready, null, [], Now),
    };

    [Theory]
    [InlineData("nomad state 2", 5)]
    [InlineData("nomad state 3", 3)]
    public void What_was_written_before_there_were_quotas_or_volumes_is_read(string format, int missing)
    {
        var store = new StateStore(TimeProvider.System);
        store.Apply(1, new RegisterJob(ServerHarness.Job("a"), null, null));
        store.Apply(2, new RegisterNode(ServerHarness.Node(ServerHarness.Id(1)), 1));
        var bytes = Saved(store);
        // The same but for the name of the format, at both ends, and empty tables before the last of them.
        byte[] name = [(byte)format.Length, .. Encoding.UTF8.GetBytes(format)];
        byte[] older = [.. name, .. bytes[name.Length..^(name.Length + missing)], .. name];
        var restored = new StateStore(TimeProvider.System);
        restored.Restore(new MemoryStream(older));
        Assert.Equal(bytes, Saved(restored));
        Assert.Throws<InvalidDataException>(() => restored.Restore(new MemoryStream([.. name, .. bytes[name.Length..]])));
    }
}
