namespace Nomad.Drivers.Tests.Exec;

public sealed class ExecTests : IAsyncLifetime
{
    private readonly TestNode _node = new();
    private IDriver _driver = null!;

    public ValueTask InitializeAsync()
    {
        Assert.SkipWhen(TestNode.WhyNoContainers is not null, TestNode.WhyNoContainers ?? "");
        _driver = _node.Agent().Find("exec")!;
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    [Fact]
    public async Task A_task_sees_its_own_root_processes_and_user()
    {
        var task = _node.Shell("id -un; echo $$; ls -d /alloc /local /secrets; echo hi > /local/f; touch /usr/x 2>/dev/null || echo read-only; exit 4");
        Assert.Equal(new ExitResult(4), await _node.RunAsync(_driver, task));
        Assert.Equal("nobody\n1\n/alloc\n/local\n/secrets\nread-only\n", TestNode.Output(task));
        Assert.Equal("hi\n", File.ReadAllText(Path.Combine(task.Directories.Local, "f")));
    }

    [Fact]
    public async Task A_task_above_its_memory_is_ended_and_told_so()
    {
        var task = _node.Task("""{"command": "/usr/bin/tail", "args": ["/dev/zero"]}""");
        task = task with { Resources = task.Resources with { MemoryBytes = 20 * 1024 * 1024 } };
        var exit = await _node.RunAsync(_driver, task);
        Assert.True(exit.OomKilled);
        Assert.Equal(137, exit.ExitCode);
    }

    [Fact]
    public async Task An_unknown_binary_is_named()
    {
        var error = await Assert.ThrowsAsync<DriverException>(() => _node.StartAsync(_driver, _node.Task("""{"command": "no-such-binary"}""")));
        Assert.Contains("file no-such-binary not found under path", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/../../victim", false)]
    [InlineData("/link", true)]
    public async Task A_command_outside_of_the_tasks_folder_is_not_made_executable(string command, bool linked)
    {
        var task = _node.Task($$"""{"command": "{{command}}"}""");
        var victim = Path.Combine(Path.GetDirectoryName(task.Directories.Task)!, "victim");
        await File.WriteAllTextAsync(victim, "#!/bin/sh\n");
        File.SetUnixFileMode(victim, UnixFileMode.UserRead);
        if (linked)
            File.CreateSymbolicLink(Path.Combine(task.Directories.Local, "link"), victim);
        await Assert.ThrowsAsync<DriverException>(() => _node.StartAsync(_driver, task));
        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(victim));
    }

    [Fact]
    public async Task A_command_of_the_task_itself_is_made_executable()
    {
        var task = _node.Task("""{"command": "own.sh"}""");
        await File.WriteAllTextAsync(Path.Combine(task.Directories.Local, "own.sh"), "#!/bin/sh\nexit 6\n");
        Assert.Equal(6, (await _node.RunAsync(_driver, task)).ExitCode);
    }

    [Fact]
    public async Task A_capability_outside_the_allowed_ones_is_refused()
    {
        var error = await Assert.ThrowsAsync<DriverException>(() => _node.StartAsync(_driver, _node.Task("""{"command": "true", "cap_add": ["cap_sys_admin"]}""")));
        Assert.Equal("driver does not allow the following capabilities: sys_admin", error.Message);
    }

    [Theory]
    [InlineData("denied_host_uids", "0-10,65534", "running as uid 65534 is disallowed")]
    [InlineData("denied_host_gids", "65534", "running as gid 65534 is disallowed")]
    public async Task A_denied_account_starts_nothing(string key, string denied, string expected)
    {
        var driver = _node.Agent("exec", $$"""{"{{key}}": "{{denied}}"}""").Find("exec")!;
        var error = await Assert.ThrowsAsync<DriverException>(() => driver.StartAsync(_node.Shell("true", "nobody"), default));
        Assert.Equal(expected, error.Message);
        error = await Assert.ThrowsAsync<DriverException>(() => driver.StartAsync(_node.Shell("true"), default));
        Assert.Equal(expected, error.Message);
    }

    [Fact]
    public async Task Without_pivot_root_a_task_still_has_a_root_of_its_own()
    {
        var driver = _node.Agent("exec", """{"no_pivot_root": true}""").Find("exec")!;
        var task = _node.Shell($"[ -d /alloc ] && [ ! -e {_node.Root} ] && echo own");
        Assert.Equal(new ExitResult(0), await _node.RunAsync(driver, task));
        Assert.Equal("own\n", TestNode.Output(task));
    }

    [Fact]
    public async Task A_device_can_be_used_by_the_task_that_was_given_it_and_only_as_given()
    {
        const string device = "/dev/fuse";
        Assert.SkipUnless(File.Exists(device), $"{device} is missing");
        const string probe = "( : <> /dev/given ) 2>/dev/null && echo written; ( : < /dev/given ) 2>/dev/null && echo read; true";
        var without = _node.Shell(probe, "root") with { Mounts = [new TaskMount(device, "/dev/given", ReadOnly: false)] };
        var reading = _node.Shell(probe, "root") with { Devices = [new TaskDevice(device, "/dev/given", "r")] };
        var all = _node.Shell(probe, "root") with { Devices = [new TaskDevice(device, "/dev/given", "rwm")] };
        foreach (var task in (TaskConfig[])[without, reading, all])
            Assert.Equal(new ExitResult(0), await _node.RunAsync(_driver, task));
        Assert.Equal(["", "read\n", "written\nread\n"], [TestNode.Output(without), TestNode.Output(reading), TestNode.Output(all)]);
    }

    [Fact]
    public async Task A_device_that_the_host_lacks_is_named()
    {
        var task = _node.Shell("true") with { Devices = [new TaskDevice("/dev/no-such", "/dev/given", "rw")] };
        var error = await Assert.ThrowsAsync<DriverException>(() => _driver.StartAsync(task, default));
        Assert.Contains("/dev/no-such", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_ends_every_process_of_the_container()
    {
        var task = _node.Shell("trap '' INT; sleep 1000 & echo ready; wait; sleep 1000");
        await _node.StartAsync(_driver, task);
        await TestNode.Eventually(() => TestNode.Output(task).Length > 0, "ready");
        await _driver.StopAsync(task.Id, TimeSpan.FromMilliseconds(100), null, default);
        Assert.Equal(new ExitResult(137, 9), await _driver.WaitAsync(task.Id, default));
    }

    [Fact]
    public async Task A_container_whose_supervisor_died_is_ended_when_recovery_fails()
    {
        var task = _node.Shell("exec sleep 1000");
        var handle = await _node.StartAsync(_driver, task);
        await _node.KillSupervisorAsync();
        await Assert.ThrowsAsync<TaskNotFoundException>(() => _node.Agent().Find("exec")!.RecoverAsync(handle, default));
        Assert.Empty(_node.CgroupsLeft());
    }

    [Fact]
    public async Task Commands_run_inside_the_container()
    {
        var task = _node.Shell("exec sleep 1000");
        await _node.StartAsync(_driver, task);
        await using var session = await _driver.ExecAsync(task.Id, new ExecRequest(["/bin/sh", "-c", "cat /proc/1/comm; id -un; exit 6"]), default);
        using StreamReader reader = new(session.StandardOutput);
        Assert.Equal("sleep\nnobody\n", await reader.ReadToEndAsync().WaitAsync(TestNode.Patience));
        Assert.Equal(6, (await session.Exited.WaitAsync(TestNode.Patience)).ExitCode);
        await using var terminal = await _driver.ExecAsync(task.Id, new ExecRequest(["/bin/sh", "-c", "stty size"], Tty: true, Height: 31, Width: 71), default);
        using StreamReader screen = new(terminal.StandardOutput);
        Assert.Contains("31 71", await screen.ReadToEndAsync().WaitAsync(TestNode.Patience), StringComparison.Ordinal);
    }
}
