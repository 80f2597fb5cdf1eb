namespace Nomad.Drivers.Tests.Exec;

/// <summary>The driver with one container runtime.</summary>
public abstract class ExecTests(string runtime) : IAsyncLifetime
{
    private readonly TestNode _node = new() { Runtimes = [runtime] };
    private IDriver _driver = null!;

    public ValueTask InitializeAsync()
    {
        Assert.SkipWhen(TestNode.WhyNoContainers(runtime) is not null, TestNode.WhyNoContainers(runtime) ?? "");
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

    /// <summary>Devices that no container may use unless it is given them; opening one does nothing. All have the major number 10.</summary>
    private static readonly (string Name, int Minor)[] Devices = [("fuse", 229), ("net/tun", 200), ("loop-control", 237)];

    /// <summary>The node of one that can be opened: the machine's, or else one made for this test.</summary>
    private string? Device()
    {
        foreach (var (name, minor) in Devices)
        {
            var own = Path.Combine(_node.Root, Path.GetFileName(name));
            foreach (var path in (string[])["/dev/" + name, own])
            {
                if (path == own)
                {
                    using var make = System.Diagnostics.Process.Start("mknod", [own, "c", "10", minor.ToString()]);
                    make.WaitForExit();
                }
                if (Opens(path))
                    return path;
            }
        }
        return null;
    }

    private static bool Opens(string device)
    {
        try
        {
            using var opened = File.OpenHandle(device, FileMode.Open, FileAccess.ReadWrite);
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [Fact]
    public async Task A_device_can_be_used_by_the_task_that_was_given_it_and_only_as_given()
    {
        var device = Device();
        Assert.SkipWhen(device is null, $"of the devices {string.Join(", ", Devices.Select(known => known.Name))} the kernel has none, or making a node of one is not allowed");
        const string probe = "( : <> /dev/given ) 2>/dev/null && echo written; ( : < /dev/given ) 2>/dev/null && echo read; true";
        var without = _node.Shell(probe, "root") with { Mounts = [new TaskMount(device!, "/dev/given", ReadOnly: false)] };
        var reading = _node.Shell(probe, "root") with { Devices = [new TaskDevice(device!, "/dev/given", "r")] };
        var all = _node.Shell(probe, "root") with { Devices = [new TaskDevice(device!, "/dev/given", "rwm")] };
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
        await Eventually.TrueAsync(() => TestNode.Output(task).Length > 0, "ready");
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
    }

    [Fact]
    public async Task A_terminal_has_its_size_before_the_command_starts_and_follows_later_ones()
    {
        var task = _node.Shell("exec sleep 1000");
        await _node.StartAsync(_driver, task);
        await using var terminal = await _driver.ExecAsync(task.Id, new ExecRequest(["/bin/sh", "-c", "tty; stty size; read line; stty size; exit 9"], Tty: true, Height: 31, Width: 71), default);
        using StreamReader screen = new(terminal.StandardOutput);
        Assert.StartsWith("/dev/pts/", await screen.ReadLineAsync().WaitAsync(TestNode.Patience), StringComparison.Ordinal);
        Assert.Equal("31 71", await screen.ReadLineAsync().WaitAsync(TestNode.Patience));
        await terminal.ResizeAsync(47, 111, default);
        await terminal.StandardInput.WriteAsync("typed\n"u8.ToArray());
        Assert.Equal("typed", await screen.ReadLineAsync().WaitAsync(TestNode.Patience));
        Assert.Equal("47 111", await screen.ReadLineAsync().WaitAsync(TestNode.Patience));
        Assert.Equal(9, (await terminal.Exited.WaitAsync(TestNode.Patience)).ExitCode);
    }

    [Fact]
    public async Task A_command_takes_input_and_has_the_tasks_environment_and_rights()
    {
        var task = _node.Shell("exec sleep 1000");
        await _node.StartAsync(_driver, task);
        await using var session = await _driver.ExecAsync(task.Id, new ExecRequest(["/bin/sh", "-c", "cat; pwd; echo $COLOUR; grep CapEff /proc/self/status; cat /proc/self/cgroup /proc/1/cgroup | sort -u | wc -l; grep -c . /proc/1/cgroup; echo err >&2"]), default);
        await session.StandardInput.WriteAsync("typed\n"u8.ToArray());
        await session.StandardInput.DisposeAsync();
        using StreamReader reader = new(session.StandardOutput), errors = new(session.StandardError);
        var lines = (await reader.ReadToEndAsync().WaitAsync(TestNode.Patience)).Split('\n');
        Assert.Equal(["typed", "/", "green", "CapEff:\t0000000000000000"], lines[..4]);
        Assert.Equal(lines[5], lines[4]);
        Assert.Equal("err\n", await errors.ReadToEndAsync().WaitAsync(TestNode.Patience));
    }

    [Fact]
    public async Task A_command_that_does_not_exist_is_told()
    {
        var task = _node.Shell("exec sleep 1000");
        await _node.StartAsync(_driver, task);
        foreach (var tty in (bool[])[false, true])
        {
            var error = await Assert.ThrowsAsync<DriverException>(() => _driver.ExecAsync(task.Id, new ExecRequest(["no-such-command"], tty), default));
            Assert.Contains("no-such-command", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_command_ends_with_its_session()
    {
        var task = _node.Shell("exec sleep 1000");
        await _node.StartAsync(_driver, task);
        foreach (var tty in (bool[])[false, true])
        {
            var session = await _driver.ExecAsync(task.Id, new ExecRequest(["/bin/sh", "-c", "echo ready; exec sleep 4711"], tty), default);
            using StreamReader reader = new(session.StandardOutput);
            Assert.Equal("ready", await reader.ReadLineAsync().WaitAsync(TestNode.Patience));
            await Eventually.TrueAsync(() => InsideRuns(task, "4711"), "the command does not run");
            await session.DisposeAsync();
            await Eventually.TrueAsync(() => !InsideRuns(task, "4711"), "the command outlives its session");
        }
    }

    [Fact]
    public async Task The_fingerprint_names_the_runtime()
    {
        await foreach (var fingerprint in _driver.FingerprintAsync(TestContext.Current.CancellationToken))
        {
            Assert.Equal(runtime, fingerprint.Attributes["driver.exec.runtime"]);
            break;
        }
    }

    [Fact]
    public async Task The_processor_set_and_weight_are_enforced()
    {
        var task = _node.Shell("grep Cpus_allowed_list /proc/self/status; exec sleep 1000");
        task = task with { Resources = task.Resources with { CpusetCpus = "0" } };
        await _node.StartAsync(_driver, task);
        await Eventually.TrueAsync(() => TestNode.Output(task).EndsWith('\n'), "output");
        Assert.Equal("Cpus_allowed_list:\t0\n", TestNode.Output(task));
        Assert.Contains(_node.CgroupsLeft(), path => Reads(path, "cpu.shares") == "100" || Reads(path, "cpu.weight").Length > 0);
    }

    private static string Reads(string cgroup, string file) =>
        File.Exists(Path.Combine(cgroup, file)) ? File.ReadAllText(Path.Combine(cgroup, file)).Trim() : "";

    /// <summary>Whether a process of the task's cgroup has this argument.</summary>
    private bool InsideRuns(TaskConfig task, string argument)
    {
        var name = task.Id.Replace('/', '.');
        foreach (var cgroup in _node.CgroupsLeft().Where(path => Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal)))
        {
            foreach (var pid in File.ReadLines(Path.Combine(cgroup, "cgroup.procs")))
            {
                try
                {
                    if (File.ReadAllText($"/proc/{pid}/cmdline").Split('\0').Contains(argument))
                        return true;
                }
                catch (IOException)
                {
                    // Ended meanwhile.
                }
            }
        }

        return false;
    }
}

public sealed class Exec_with_crun() : ExecTests("crun");

public sealed class Exec_with_runc() : ExecTests("runc");
