using Nomad.Client.LocalState;
using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Jobs;
using Nomad.Rpc;

namespace Nomad.Client.Tests.Allocations;

public sealed class AllocRunnerTests
{
    [Fact]
    public async Task A_batch_task_runs_writes_its_log_and_completes()
    {
        await using var node = await ClientNode.StartAsync();
        Assert.Equal(("ready", "1"), (node.Servers.Status, node.Servers.Node!.Attributes!["driver.raw_exec"]));
        var id = node.Place("batch", null, ClientNode.Shell("t", "echo hello from $NOMAD_TASK_NAME; pwd > $NOMAD_TASK_DIR/where"));
        var done = await node.WaitAsync(id, AllocClientStatus.Complete);
        Assert.Equal("Received, Task Setup, Started, Terminated", ClientNode.Events(done, "t"));
        var log = "";
        await foreach (var frame in node.Agent.Endpoint.StreamLogsAsync(id, new LogStreamRequest("t", "stdout"), default))
            log += System.Text.Encoding.UTF8.GetString(frame.Data ?? []);
        Assert.Equal("hello from t\n", log);
        Assert.Contains(await node.Agent.Endpoint.ListFilesAsync(id, "t/local", default), file => file.Name == "where");
    }

    [Fact]
    public async Task A_stopped_service_is_interrupted_and_its_folder_goes_with_the_garbage()
    {
        await using var node = await ClientNode.StartAsync();
        var id = node.Place("service", null, ClientNode.Shell("t", "exec sleep 300"));
        await node.WaitAsync(id, AllocClientStatus.Running);
        node.Stop(id);
        var done = await node.WaitAsync(id, AllocClientStatus.Complete);
        Assert.Equal("Received, Task Setup, Started, Killing, Terminated, Killed", ClientNode.Events(done, "t"));
        Assert.Equal(130, done.TaskStates!["t"].Events![4].ExitCode);
        await node.Agent.Endpoint.CollectAllocationAsync(id, default);
        Assert.False(node.Agent.Endpoint.HasAllocation(id));
        Assert.False(Directory.Exists(Path.Combine(node.Options.AllocDir, id)));
    }

    /// <summary>The servers know it no more, somebody collects it, and the disk is full: all at once.</summary>
    [Fact]
    public async Task Several_who_have_it_removed_at_once_do_not_stand_in_each_others_way()
    {
        await using var node = await ClientNode.StartAsync();
        for (var round = 0; round < 5; round++)
        {
            var id = node.Place("batch", null, ClientNode.Shell("t", "for i in $(seq 500); do echo x > $NOMAD_ALLOC_DIR/data/$i; done"));
            await node.WaitAsync(id, AllocClientStatus.Complete);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => node.Agent.Endpoint.CollectAllocationAsync(id, default)));
            Assert.False(Directory.Exists(Path.Combine(node.Options.AllocDir, id)));
        }
    }

    [Fact]
    public async Task A_failing_task_restarts_by_its_policy_and_then_takes_its_sibling_along()
    {
        await using var node = await ClientNode.StartAsync();
        var policy = new RestartPolicy { Attempts = 1, Interval = Duration.FromSeconds(60), Delay = Duration.FromSeconds(0.01), Mode = "fail" };
        var id = node.Place("service", group => group with { RestartPolicy = policy }, ClientNode.Shell("bad", "exit 7"), ClientNode.Shell("good", "exec sleep 300"));
        var done = await node.WaitAsync(id, report => report.TaskStates!.Values.All(state => state.State == "dead"));
        Assert.Equal("failed", done.ClientStatus);
        Assert.Equal("Received, Task Setup, Started, Terminated, Restarting, Started, Terminated, Not Restarting", ClientNode.Events(done, "bad"));
        Assert.Contains("Sibling Task Failed", ClientNode.Events(done, "good"));
        Assert.False(done.TaskStates!["good"].Failed);
        Assert.Equal(1UL, done.TaskStates["bad"].Restarts);
    }

    [Fact]
    public async Task Lifecycles_run_in_order_and_the_leader_ends_the_group()
    {
        await using var node = await ClientNode.StartAsync();
        JobTask With(string name, string hook, string script) => ClientNode.Shell(name, script) with { Lifecycle = new TaskLifecycleConfig { Hook = hook } };
        var id = node.Place("batch", null,
            ClientNode.Shell("main", "echo main >> $NOMAD_ALLOC_DIR/order; sleep 0.2") with { Leader = true },
            ClientNode.Shell("other", "exec sleep 300"),
            With("last", "poststop", "echo last >> $NOMAD_ALLOC_DIR/order"),
            With("first", "prestart", "sleep 0.1; echo first >> $NOMAD_ALLOC_DIR/order"));
        var done = await node.WaitAsync(id, report => report.TaskStates!.Values.All(state => state.State == "dead"));
        Assert.Equal("first\nmain\nlast\n", File.ReadAllText(Path.Combine(node.Options.AllocDir, id, "alloc/order")));
        Assert.Contains("Leader Task Dead", ClientNode.Events(done, "other"));
        Assert.Equal("complete", done.ClientStatus);
    }

    [Fact]
    public async Task Tasks_go_on_while_the_agent_restarts()
    {
        await using var node = await ClientNode.StartAsync();
        var id = node.Place("service", null, ClientNode.Shell("t", "echo $$ > $NOMAD_TASK_DIR/pid; exec sleep 300"));
        await node.WaitAsync(id, AllocClientStatus.Running);
        var (nodeId, pid) = (node.Agent.NodeId, Path.Combine(node.Options.AllocDir, id, "t/local/pid"));
        await Eventually.TrueAsync(() => File.Exists(pid) && File.ReadAllText(pid).Length > 0, "the task has told its id");
        await node.ShutDownAsync();
        Assert.True(Directory.Exists("/proc/" + File.ReadAllText(pid).Trim()));
        node.Servers.Reports.Clear();
        await node.BootAsync();
        Assert.Equal(nodeId, node.Agent.NodeId);
        Assert.Equal("running", node.Agent.Allocations.Find(id)!.States()["t"].State);
        node.Stop(id);
        var done = await node.WaitAsync(id, AllocClientStatus.Complete);
        Assert.Equal("Received, Task Setup, Started, Killing, Terminated, Killed", ClientNode.Events(done, "t"));
        Assert.False(Directory.Exists("/proc/" + File.ReadAllText(pid).Trim()));
    }

    [Fact]
    public async Task What_comes_while_all_is_being_ended_does_not_begin()
    {
        await using var node = await ClientNode.StartAsync();
        var id = node.Place("service", null, ClientNode.Shell("t", "trap '' INT TERM; while true; do sleep 0.1; done") with { KillTimeout = Duration.FromSeconds(1) });
        await node.WaitAsync(id, AllocClientStatus.Running);
        var first = node.Agent.Allocations.Find(id)!.Allocation;
        var ending = node.Agent.Allocations.DestroyAllAsync();
        await node.Agent.Allocations.ApplyAsync(first with { ID = Guid.NewGuid().ToString() });
        await ending;
        await node.Agent.Allocations.ApplyAsync(first);
        Assert.Equal(0, node.Agent.Allocations.Count);
    }

    [Fact]
    public async Task A_task_that_started_while_the_agent_died_is_taken_up_and_not_started_twice()
    {
        await using var node = await ClientNode.StartAsync();
        var id = node.Place("service", null, ClientNode.Shell("t", "echo $$ >> $NOMAD_TASK_DIR/pids; exec sleep 300"));
        await node.WaitAsync(id, AllocClientStatus.Running);
        var pids = Path.Combine(node.Options.AllocDir, id, "t/local/pids");
        await Eventually.TrueAsync(() => File.Exists(pids) && File.ReadAllText(pids).Length > 0, "the task has told its id");
        await node.ShutDownAsync();
        // As a kill between the driver's start and the note of it leaves the store.
        await using (var store = LocalStore.Open(Path.Combine(node.Options.StateDir, "state.db")))
        {
            var task = Assert.Single(store.Load()).Tasks["t"];
            await store.PutTaskAsync(id, "t", task with { Handle = "", Starting = Nomad.Drivers.TaskHandle.FromJson(task.Handle).TaskId });
            await store.PutTaskStateAsync(id, "t", new TaskState { State = "pending", Events = [new TaskEvent { Type = "Received" }] });
        }
        node.Servers.Reports.Clear();
        await node.BootAsync();
        var report = await node.WaitAsync(id, AllocClientStatus.Running);
        Assert.Equal("Received, Started", ClientNode.Events(report, "t"));
        node.Stop(id);
        await node.WaitAsync(id, AllocClientStatus.Complete);
        Assert.Single(File.ReadAllLines(pids));
        Assert.False(Directory.Exists("/proc/" + File.ReadAllText(pids).Trim()));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("root:daemon")]
    [InlineData("${NOMAD_META_who}")]
    public async Task Root_is_refused_by_whatever_name(string user)
    {
        await using var node = await ClientNode.StartAsync();
        var id = node.Place("batch", null, ClientNode.Shell("t", "true") with { Driver = "exec", User = user, Meta = new Dictionary<string, string> { ["who"] = "root" } });
        var report = await node.WaitAsync(id, AllocClientStatus.Failed);
        Assert.Contains(report.TaskStates!["t"].Events!, each => each.DisplayMessage.Contains("is disallowed"));
    }

    [Fact]
    public async Task Neither_a_broken_answer_nor_a_broken_allocation_keeps_the_node_from_its_work()
    {
        await using var node = await ClientNode.StartAsync();
        node.Servers.Fault = new InvalidOperationException("a bug");
        var twins = node.Place("batch", null, ClientNode.Shell("t", "true"), ClientNode.Shell("t", "true"));
        var stranger = node.Place("batch", group => group with { Name = "other" }, ClientNode.Shell("t", "true"));
        var good = node.Place("batch", null, ClientNode.Shell("t", "true"));
        await node.WaitAsync(good, AllocClientStatus.Complete);
        await node.WaitAsync(twins, report => report.ClientStatus is AllocClientStatus.Complete or AllocClientStatus.Failed);
        await node.WaitAsync(stranger, AllocClientStatus.Failed);
    }

    [Fact]
    public async Task Times_longer_than_timers_last_harm_nobody()
    {
        await using var node = await ClientNode.StartAsync();
        var century = Duration.FromSeconds(100.0 * 365 * 86_400);
        var restart = new RestartPolicy { Attempts = 1, Interval = century, Delay = century, Mode = "fail" };
        var id = node.Place("batch", group => group with { RestartPolicy = restart, MaxRunDuration = century }, ClientNode.Shell("t", "exit 3"));
        var report = await node.WaitAsync(id, each => ClientNode.Events(each, "t").EndsWith("Restarting"));
        Assert.Equal("pending", report.ClientStatus);
    }

    [Fact]
    public async Task Templates_lend_nobody_the_rights_of_the_agent()
    {
        await using var node = await ClientNode.StartAsync();
        var id = node.Place("batch", null, ClientNode.Shell("t", "true") with { Templates = [new Template { EmbeddedTmpl = "x", DestPath = "local/x", Perms = "6755" }] });
        await node.WaitAsync(id, AllocClientStatus.Complete);
        Assert.Equal((UnixFileMode)0b111_101_101, File.GetUnixFileMode(Path.Combine(node.Options.AllocDir, id, "t/local/x")));
    }

    [Fact]
    public async Task A_templates_source_has_a_limit()
    {
        const int limit = 8 * 1024 * 1024;
        await using var node = await ClientNode.StartAsync();
        foreach (var (bytes, status) in new[] { (limit, AllocClientStatus.Complete), (limit + 1, AllocClientStatus.Failed) })
        {
            var make = ClientNode.Shell("make", $"head -c {bytes} /dev/zero >$NOMAD_ALLOC_DIR/source") with { Lifecycle = new TaskLifecycleConfig { Hook = "prestart" } };
            var use = ClientNode.Shell("use", "test -s $NOMAD_TASK_DIR/conf") with { Templates = [new Template { SourcePath = "${NOMAD_ALLOC_DIR}/source", DestPath = "local/conf" }] };
            var report = await node.WaitAsync(node.Place("batch", null, make, use), status);
            if (status == AllocClientStatus.Failed)
                Assert.Contains(report.TaskStates!["use"].Events!, each => each.DisplayMessage.Contains($"longer than {limit} bytes"));
        }
    }

    [Fact]
    public async Task Missing_drivers_artifacts_and_template_actions_fail_with_a_clear_word()
    {
        await using var node = await ClientNode.StartAsync();
        var task = ClientNode.Shell("t", "cat $NOMAD_TASK_DIR/conf");
        var (driver, artifact, template, plain) = (
            node.Place("batch", null, task with { Driver = "nope" }),
            node.Place("batch", null, task with { Artifacts = [new TaskArtifact { GetterSource = "http://x/y" }] }),
            node.Place("batch", null, task with { Templates = [new Template { EmbeddedTmpl = "{{ key }}", DestPath = "local/conf" }] }),
            node.Place("batch", null, task with { Templates = [new Template { EmbeddedTmpl = "a=1", DestPath = "local/conf" }] }));
        foreach (var (id, text) in new[] { (driver, "no driver \"nope\""), (artifact, "cannot download artifacts"), (template, "cannot render") })
        {
            var report = await node.WaitAsync(id, AllocClientStatus.Failed);
            Assert.Contains(report.TaskStates!["t"].Events!, each => each.DisplayMessage.Contains(text));
        }
        await node.WaitAsync(plain, AllocClientStatus.Complete);
    }

    [Fact]
    public async Task What_the_servers_take_for_something_else_is_told_again()
    {
        await using var node = await ClientNode.StartAsync();
        var id = node.Place("service", null, ClientNode.Shell("t", "exec sleep 300"));
        await node.WaitAsync(id, AllocClientStatus.Running);
        // They lost contact for a while and call it unknown; nothing changed here.
        node.Servers.Reports.Clear();
        node.Servers.Place(node.Agent.Allocations.Find(id)!.Allocation with { ClientStatus = AllocClientStatus.Unknown });
        await node.WaitAsync(id, AllocClientStatus.Running);
        node.Stop(id);
        await node.WaitAsync(id, AllocClientStatus.Complete);
        // An operator gave them an older state, in which it is on its way to stop.
        node.Servers.Reports.Clear();
        node.Servers.Place(node.Agent.Allocations.Find(id)!.Allocation with { DesiredStatus = AllocDesiredStatus.Stop, ClientStatus = AllocClientStatus.Running });
        await node.WaitAsync(id, AllocClientStatus.Complete);
        // And one in which it still runs.
        node.Servers.Reports.Clear();
        node.Servers.Place(node.Agent.Allocations.Find(id)!.Allocation with { DesiredStatus = AllocDesiredStatus.Run, ClientStatus = AllocClientStatus.Running });
        // It did not come to its end by itself: they are to replace it.
        await node.WaitAsync(id, AllocClientStatus.Lost);
    }

    // The folder of the client was lost, or it has heard of the allocation only when that was to be stopped already: the servers wait for its end.
    [Fact]
    public async Task The_end_of_one_that_is_not_here_is_told_when_it_is_to_be_stopped()
    {
        await using var node = await ClientNode.StartAsync();
        var id = node.Place("service", null, ClientNode.Shell("t", "exec sleep 300"));
        await node.WaitAsync(id, AllocClientStatus.Running);
        node.Servers.Place(node.Agent.Allocations.Find(id)!.Allocation with
        {
            ID = "00000000-0000-0000-0000-0000000000aa",
            DesiredStatus = AllocDesiredStatus.Stop,
            ClientStatus = AllocClientStatus.Running,
        });
        await node.WaitAsync("00000000-0000-0000-0000-0000000000aa", AllocClientStatus.Complete);
        Assert.Null(node.Agent.Allocations.Find("00000000-0000-0000-0000-0000000000aa"));
        Assert.False(node.Agent.Allocations.Find(id)!.IsTerminal);
    }

    [Fact]
    public async Task A_deployment_hears_that_its_allocation_is_healthy()
    {
        await using var node = await ClientNode.StartAsync();
        var update = new UpdateStrategy { MinHealthyTime = Duration.FromSeconds(0.05), HealthyDeadline = Duration.FromSeconds(30), HealthCheck = "task_states" };
        var id = node.Place("service", group => group with { Update = update, Migrate = new MigrateStrategy { MinHealthyTime = Duration.FromSeconds(0.05), HealthyDeadline = Duration.FromSeconds(30), HealthCheck = "task_states" } },
            ClientNode.Shell("t", "exec sleep 300"));
        await node.WaitAsync(id, report => report.DeploymentStatus?.Healthy == true);
    }
}
