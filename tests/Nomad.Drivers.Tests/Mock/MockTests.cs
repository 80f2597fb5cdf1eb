namespace Nomad.Drivers.Tests.Mock;

public sealed class MockTests : IAsyncLifetime
{
    private readonly TestNode _node = new();
    private IDriver _driver = null!;

    public ValueTask InitializeAsync()
    {
        _driver = _node.Agent().Find("mock_driver")!;
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    [Fact]
    public async Task It_ends_as_told_and_writes_as_told()
    {
        var task = _node.Task("""{"run_for": "10ms", "exit_code": 2, "exit_signal": 3, "exit_err_msg": "no", "stdout_string": "hey", "stdout_repeat": 2, "stdout_repeat_duration": "1ms"}""");
        Assert.Equal(new ExitResult(2, 3, false, "no"), await _node.RunAsync(_driver, task));
        Assert.Equal("heyheyhey", TestNode.Output(task));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_fails_to_start_as_told(bool recoverable)
    {
        var task = _node.Task($$"""{"start_error": "broken", "start_error_recoverable": {{(recoverable ? "true" : "false")}}}""");
        var error = await Assert.ThrowsAsync<DriverException>(() => _node.StartAsync(_driver, task));
        Assert.Equal(("broken", recoverable), (error.Message, error.Recoverable));
    }

    [Fact]
    public async Task It_stops_when_asked_and_refuses_signals_as_told()
    {
        var task = _node.Task("""{"run_for": "1h", "kill_after": "10ms", "signal_error": "deaf"}""");
        await _node.StartAsync(_driver, task);
        Assert.Equal("deaf", (await Assert.ThrowsAsync<DriverException>(() => _driver.SignalAsync(task.Id, "SIGHUP", default))).Message);
        Assert.Equal("cannot destroy running task", (await Assert.ThrowsAsync<DriverException>(() => _driver.DestroyAsync(task.Id, false, default))).Message);
        await _driver.StopAsync(task.Id, TimeSpan.FromSeconds(5), null, default);
        Assert.False((await _driver.InspectAsync(task.Id, default)).Running);
    }

    [Fact]
    public async Task Its_network_is_as_told()
    {
        var task = _node.Task("""{"run_for": "1h", "driver_ip": "10.1.2.3", "driver_advertise": true, "driver_port_map": "http:8080"}""");
        var network = (await _node.StartedAsync(_driver, task)).Network!;
        Assert.Equal(("10.1.2.3", true, 8080), (network.Ip, network.AutoAdvertise, network.Ports["http"]));
        Assert.Null((await _node.StartedAsync(_driver, _node.Task("""{"run_for": "1h"}"""))).Network);
        var wrong = _node.Task("""{"driver_ip": "10.1.2.3", "driver_port_map": "http"}""");
        var error = await Assert.ThrowsAsync<DriverException>(() => _driver.StartAsync(wrong, default));
        Assert.Equal("driver_port_map \"http\" is not of the form label:port", error.Message);
        await Assert.ThrowsAsync<TaskNotFoundException>(() => _driver.InspectAsync(wrong.Id, default));
    }

    [Fact]
    public async Task Its_start_takes_as_long_as_told()
    {
        var started = System.Diagnostics.Stopwatch.StartNew();
        await _node.StartAsync(_driver, _node.Task("""{"start_block_for": "300ms"}"""));
        Assert.True(started.Elapsed >= TimeSpan.FromMilliseconds(295), $"started after {started.Elapsed}");
        // And one that is given up is not started.
        var endless = _node.Task("""{"start_block_for": "1h"}""");
        using CancellationTokenSource patience = new(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _driver.StartAsync(endless, patience.Token));
        await Assert.ThrowsAsync<TaskNotFoundException>(() => _driver.InspectAsync(endless.Id, default));
    }

    [Fact]
    public async Task It_is_lost_as_if_its_driver_had_crashed()
    {
        var task = _node.Task("""{"run_for": "1h", "plugin_exit_after": "50ms"}""");
        var handle = await _node.StartAsync(_driver, task);
        var error = await Assert.ThrowsAsync<DriverException>(() => _driver.WaitAsync(task.Id, default).WaitAsync(TestNode.Patience));
        Assert.True(error.Recoverable);
        Assert.Contains("plugin_exit_after", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<TaskNotFoundException>(() => _node.Agent().Find("mock_driver")!.RecoverAsync(handle, default));
    }

    [Fact]
    public async Task Commands_beside_it_behave_as_told()
    {
        var task = _node.Task("""
            {"run_for": "1h", "exec_command": [{"run_for": "10ms", "exit_code": 4, "exit_err_msg": "so it is", "signal_error": "none",
             "stdout_string": "out", "stdout_repeat": 2, "stdout_repeat_duration": "1ms", "stderr_string": "err"}]}
            """);
        await _node.StartAsync(_driver, task);
        for (var terminal = 0; terminal < 2; terminal++)
        {
            await using var session = await _driver.ExecAsync(task.Id, new ExecRequest(["anything"], Tty: terminal == 1), default);
            Assert.Equal("outoutout", await new StreamReader(session.StandardOutput).ReadToEndAsync().WaitAsync(TestNode.Patience));
            Assert.Equal("err", await new StreamReader(session.StandardError).ReadToEndAsync().WaitAsync(TestNode.Patience));
            Assert.Equal(new ExitResult(4, Error: "so it is"), await session.Exited.WaitAsync(TestNode.Patience));
        }
    }

    [Fact]
    public async Task Commands_beside_it_end_with_it()
    {
        var task = _node.Task("""{"run_for": "1h", "exec_command": {"run_for": "1h", "exit_code": 6}}""");
        await _node.StartAsync(_driver, task);
        await using var session = await _driver.ExecAsync(task.Id, new ExecRequest(["anything"], Tty: true), default);
        // What is typed is taken and read by nobody.
        await session.StandardInput.WriteAsync(new byte[1 << 20]);
        await session.ResizeAsync(10, 20, default);
        await _driver.StopAsync(task.Id, TimeSpan.FromSeconds(5), null, default);
        Assert.Equal(6, (await session.Exited.WaitAsync(TestNode.Patience)).ExitCode);
        var error = await Assert.ThrowsAsync<DriverException>(() => _driver.ExecAsync(task.Id, new ExecRequest(["anything"]), default));
        Assert.Equal("exec is not possible: the task has ended", error.Message);
    }

    [Fact]
    public async Task No_command_runs_beside_a_task_that_tells_of_none()
    {
        var task = _node.Task("""{"run_for": "1h"}""");
        await _node.StartAsync(_driver, task);
        var error = await Assert.ThrowsAsync<DriverException>(() => _driver.ExecAsync(task.Id, new ExecRequest(["anything"]), default));
        Assert.Equal("exec is not possible: the config of the task has no exec_command", error.Message);
    }

    [Fact]
    public void A_mistake_in_the_command_is_named()
    {
        var task = _node.Task("""{"exec_command": [{"start_error": "x", "run_for": "soon"}]}""");
        var error = Assert.Throws<DriverException>(() => _driver.Validate(task.Config));
        Assert.Contains("No argument or block type is named \"start_error\".", error.Message, StringComparison.Ordinal);
        Assert.Contains("Inappropriate value for attribute \"run_for\"", error.Message, StringComparison.Ordinal);
    }
}
