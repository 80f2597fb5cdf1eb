using System.Text;

namespace Nomad.Drivers.Tests.RawExec;

public sealed class RawExecTests : IAsyncLifetime
{
    private readonly TestNode _node = new();
    private IDriver _driver = null!;

    public ValueTask InitializeAsync()
    {
        _driver = _node.Agent().Find("raw_exec")!;
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    [Fact]
    public async Task A_command_runs_in_its_directory_with_its_environment_and_its_output_is_kept()
    {
        var task = _node.Shell("pwd; echo $COLOUR; echo oops >&2; exit 3");
        Assert.Equal(new ExitResult(3), await _node.RunAsync(_driver, task));
        Assert.Equal($"{task.Directories.Task}\ngreen\n", TestNode.Output(task));
        Assert.Equal("oops\n", TestNode.Output(task, "stderr"));
    }

    [Fact]
    public async Task An_unknown_binary_is_named()
    {
        var error = await Assert.ThrowsAsync<DriverException>(() => _node.StartAsync(_driver, _node.Task("""{"command": "no-such-binary"}""")));
        Assert.Contains("exec: \"no-such-binary\": executable file not found in $PATH", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_that_ends_the_task_is_told()
    {
        var task = _node.Shell("exec sleep 1000");
        await _node.StartAsync(_driver, task);
        await _driver.SignalAsync(task.Id, "SIGTERM", default);
        Assert.Equal(new ExitResult(143, 15), await _driver.WaitAsync(task.Id, default).WaitAsync(TestNode.Patience));
    }

    [Fact]
    public async Task Stopping_asks_first_and_kills_after_the_timeout()
    {
        var polite = _node.Shell("trap 'echo bye; exit 0' INT; echo ready; while :; do sleep 0.05; done");
        var deaf = _node.Shell("trap '' INT; echo ready; while :; do sleep 0.05; done");
        foreach (var task in (TaskConfig[])[polite, deaf])
        {
            await _node.StartAsync(_driver, task);
            await Eventually.TrueAsync(() => TestNode.Output(task).StartsWith("ready", StringComparison.Ordinal), "ready");
        }

        await _driver.StopAsync(polite.Id, TimeSpan.FromSeconds(30), null, default);
        await _driver.StopAsync(deaf.Id, TimeSpan.FromMilliseconds(200), null, default);
        Assert.Equal(0, (await _driver.WaitAsync(polite.Id, default)).ExitCode);
        Assert.Equal("ready\nbye\n", TestNode.Output(polite));
        Assert.Equal(new ExitResult(137, 9), await _driver.WaitAsync(deaf.Id, default));
    }

    [Fact]
    public async Task Descendants_in_sessions_of_their_own_end_with_the_task()
    {
        Assert.SkipWhen(Environment.UserName != "root", "needs cgroups");
        var task = _node.Shell("setsid sleep 1000 & setsid sh -c 'setsid sleep 1000 & sleep 1000' & sleep 0.3; echo started");
        Assert.Equal(0, (await _node.RunAsync(_driver, task)).ExitCode);
        await Eventually.TrueAsync(() => !_node.ProcessesLeft().Any(pid => new FileInfo($"/proc/{pid}/cwd").LinkTarget == task.Directories.Task), "descendants");
    }

    [Fact]
    public async Task A_task_runs_as_the_user_it_names()
    {
        Assert.SkipWhen(Environment.UserName != "root", "only root may become another user");
        var task = _node.Shell("id -un; id -gn", "nobody");
        Assert.Equal(0, (await _node.RunAsync(_driver, task)).ExitCode);
        Assert.Equal("nobody\nnogroup\n", TestNode.Output(task));
        var error = await Assert.ThrowsAsync<DriverException>(() => _node.StartAsync(_driver, _node.Shell("true", "mr-nobody-else")));
        Assert.Contains("unknown user mr-nobody-else", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_denied_account_starts_nothing_the_agents_own_included()
    {
        Assert.SkipWhen(Environment.UserName != "root", "the account of the agent decides");
        var driver = _node.Agent("raw_exec", """{"enabled": true, "denied_host_uids": "0, 10-20", "denied_host_gids": "65534"}""").Find("raw_exec")!;
        var error = await Assert.ThrowsAsync<DriverException>(() => driver.StartAsync(_node.Shell("true"), default));
        Assert.Equal("running as uid 0 is disallowed", error.Message);
        error = await Assert.ThrowsAsync<DriverException>(() => driver.StartAsync(_node.Shell("true", "nobody"), default));
        Assert.Equal("running as gid 65534 is disallowed", error.Message);
        error = await Assert.ThrowsAsync<DriverException>(() => driver.StartAsync(_node.Shell("true", "15:15"), default));
        Assert.Equal("running as uid 15 is disallowed", error.Message);
        Assert.Equal(0, (await _node.RunAsync(driver, _node.Shell("true", "4242:4242"))).ExitCode);
    }

    [Theory]
    [InlineData("1-a")]
    [InlineData("9-3")]
    [InlineData("1,,2")]
    [InlineData("root")]
    public void A_list_of_denied_accounts_that_cannot_be_read_is_refused(string list)
    {
        foreach (var driver in (string[])["raw_exec", "exec"])
        {
            var error = Assert.Throws<DriverException>(() => _node.Agent(driver, $$"""{"denied_host_gids": "{{list}}"}"""));
            Assert.StartsWith("denied_host_gids: ", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Logs_rotate_and_the_oldest_go()
    {
        var task = _node.Shell("i=0; while [ $i -lt 100 ]; do echo line-$i-aaaaaaaaaaaaaaaaaaaa; i=$((i+1)); done");
        task = task with { Logs = task.Logs! with { MaxFiles = 2, MaxFileBytes = 1000 } };
        await _node.RunAsync(_driver, task);
        var files = Directory.GetFiles(task.Logs.Directory, "web.stdout.*");
        Assert.Equal(2, files.Length);
        Assert.All(files, file => Assert.InRange(new FileInfo(file).Length, 1, 1000));
        Assert.All(files, file => Assert.EndsWith("\n", File.ReadAllText(file), StringComparison.Ordinal));
        Assert.EndsWith("line-99-aaaaaaaaaaaaaaaaaaaa\n", TestNode.Output(task), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_agent_takes_up_running_and_ended_tasks_and_output_goes_on()
    {
        var running = _node.Shell("while [ ! -e go ]; do sleep 0.05; done; echo went; exit 7");
        var handle = TaskHandle.FromJson((await _node.StartAsync(_driver, running)).ToJson());
        var next = _node.Agent().Find("raw_exec")!;
        await next.RecoverAsync(handle, default);
        Assert.True((await next.InspectAsync(running.Id, default)).Running);
        File.WriteAllText(Path.Combine(running.Directories.Task, "go"), "");
        Assert.Equal(new ExitResult(7), await next.WaitAsync(running.Id, default).WaitAsync(TestNode.Patience));
        Assert.Equal("went\n", TestNode.Output(running));
        await _node.Agent().Find("raw_exec")!.RecoverAsync(handle, default);
        await next.DestroyAsync(running.Id, force: false, default);
        await Assert.ThrowsAsync<TaskNotFoundException>(() => next.RecoverAsync(handle, default));
    }

    [Fact]
    public async Task What_a_dead_supervisor_left_running_is_ended_when_recovery_fails()
    {
        Assert.SkipWhen(Environment.UserName != "root", "needs cgroups");
        var task = _node.Shell("exec sleep 1000");
        var handle = await _node.StartAsync(_driver, task);
        await _node.KillSupervisorAsync();
        await Assert.ThrowsAsync<TaskNotFoundException>(() => _node.Agent().Find("raw_exec")!.RecoverAsync(handle, default));
        await Eventually.TrueAsync(() => _node.ProcessesLeft().Count == 0, "the orphan still runs");
        Assert.Empty(_node.CgroupsLeft());
    }

    [Fact]
    public async Task Commands_run_beside_the_task_with_pipes()
    {
        var task = _node.Shell("exec sleep 1000");
        await _node.StartAsync(_driver, task);
        await using var session = await _driver.ExecAsync(task.Id, new ExecRequest(["sh", "-c", "cat; echo $COLOUR >&2; exit 5"]), default);
        await session.StandardInput.WriteAsync("typed\n"u8.ToArray());
        await session.StandardInput.DisposeAsync();
        Assert.Equal("typed\n", await ReadAsync(session.StandardOutput));
        Assert.Equal("green\n", await ReadAsync(session.StandardError));
        Assert.Equal(5, (await session.Exited.WaitAsync(TestNode.Patience)).ExitCode);
    }

    [Fact]
    public async Task Commands_run_beside_the_task_on_a_terminal()
    {
        var task = _node.Shell("exec sleep 1000");
        await _node.StartAsync(_driver, task);
        await using var session = await _driver.ExecAsync(task.Id, new ExecRequest(["sh", "-c", "tty; stty size"], Tty: true, Height: 33, Width: 77), default);
        var text = await ReadAsync(session.StandardOutput);
        Assert.Contains("/dev/pts/", text, StringComparison.Ordinal);
        Assert.Contains("33 77", text, StringComparison.Ordinal);
        Assert.Equal(0, (await session.Exited.WaitAsync(TestNode.Patience)).ExitCode);
    }

    [Fact]
    public async Task Use_of_processor_and_memory_is_measured()
    {
        var task = _node.Shell("while :; do :; done");
        await _node.StartAsync(_driver, task);
        await _driver.StatsAsync(task.Id, default);
        var deadline = DateTime.UtcNow + TestNode.Patience;
        TaskStats stats;
        do
        {
            Assert.True(DateTime.UtcNow < deadline, "no use was measured");
            await Task.Delay(100);
            stats = await _driver.StatsAsync(task.Id, default);
        }
        while (stats.Usage.CpuStats!.Percent <= 0);
        Assert.True(stats.Usage.MemoryStats!.RSS > 0);
    }

    [Fact]
    public async Task A_driver_that_is_not_enabled_starts_nothing()
    {
        var driver = DriverCatalog.Create(_node.Options with { DevelopmentMode = false }, Nomad.Model.Logging.NoLog.Instance).Find("raw_exec")!;
        await foreach (var fingerprint in driver.FingerprintAsync(default))
        {
            Assert.Equal(DriverHealth.Undetected, fingerprint.Health);
            break;
        }

        await Assert.ThrowsAsync<DriverException>(() => driver.StartAsync(_node.Shell("true"), default));
    }

    private static async Task<string> ReadAsync(Stream stream)
    {
        using StreamReader reader = new(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync().WaitAsync(TestNode.Patience);
    }
}
