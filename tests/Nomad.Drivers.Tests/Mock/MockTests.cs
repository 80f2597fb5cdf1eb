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
}
