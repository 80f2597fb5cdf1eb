using System.Globalization;
using Nomad.Drivers.Supervision;

namespace Nomad.Drivers.Mock;

/// <summary>Pretends to run tasks: for tests of everything around them.</summary>
internal sealed class MockDriver(DriverOptions options, SupervisorClient supervisor) : SupervisedDriver(options, supervisor)
{
    private static readonly ConfigField[] CommandFields =
    [
        new("run_for", ConfigKind.Duration), new("exit_code", ConfigKind.Number), new("exit_signal", ConfigKind.Number),
        new("exit_err_msg", ConfigKind.Text), new("kill_after", ConfigKind.Duration), new("signal_error", ConfigKind.Text),
        new("start_error", ConfigKind.Text), new("start_error_recoverable", ConfigKind.Boolean), new("start_block_for", ConfigKind.Duration),
        new("plugin_exit_after", ConfigKind.Duration), new("stdout_string", ConfigKind.Text), new("stdout_repeat", ConfigKind.Number),
        new("stdout_repeat_duration", ConfigKind.Duration), new("stderr_string", ConfigKind.Text), new("stderr_repeat", ConfigKind.Number),
        new("stderr_repeat_duration", ConfigKind.Duration),
    ];

    public override string Name => "mock_driver";

    public override DriverCapabilities Capabilities { get; } =
        new(SendSignals: true, Exec: false, FilesystemIsolation.None, ["host", "group"]);

    public override ConfigSchema Schema { get; } = new([.. CommandFields, new("driver_ip", ConfigKind.Text),
        new("driver_advertise", ConfigKind.Boolean), new("driver_port_map", ConfigKind.Text), new("exec_command", ConfigKind.Block)]);

    public override Task<ExecSession> ExecAsync(string taskId, ExecRequest request, CancellationToken cancel) =>
        throw new DriverException("mock_driver runs no processes: exec is not possible");

    protected override DriverFingerprint Fingerprint() =>
        new(new Dictionary<string, string> { ["driver.mock_driver"] = "true" }, DriverHealth.Healthy, "Healthy");

    protected override async Task<Request> PrepareAsync(TaskConfig task, TaskOptions taskOptions, CancellationToken cancel)
    {
        if (taskOptions.Duration("plugin_exit_after") > TimeSpan.Zero)
            throw new DriverException("plugin_exit_after needs a driver in a process of its own; mock_driver is built in");
        await Task.Delay(taskOptions.Duration("start_block_for"), cancel).ConfigureAwait(false);
        if (taskOptions.Text("start_error") is { Length: > 0 } error)
            throw new DriverException(error, taskOptions.Boolean("start_error_recoverable"));
        return new Request
        {
            Logs = Logs(task),
            Mock = new MockScript
            {
                RunMilliseconds = (long)taskOptions.Duration("run_for").TotalMilliseconds,
                ExitCode = (int)taskOptions.Number("exit_code"),
                ExitSignal = (int)taskOptions.Number("exit_signal"),
                ExitError = taskOptions.Text("exit_err_msg"),
                KillAfterMilliseconds = (long)taskOptions.Duration("kill_after").TotalMilliseconds,
                SignalError = taskOptions.Text("signal_error"),
                Stdout = Output(taskOptions, "stdout"),
                Stderr = Output(taskOptions, "stderr"),
            },
        };
    }

    protected override DriverNetwork? Network(TaskOptions taskOptions)
    {
        if (taskOptions.Text("driver_ip") is not { Length: > 0 } ip)
            return null;
        Dictionary<string, int> ports = [];
        if (taskOptions.Text("driver_port_map").Split(':') is [var label, var port])
            ports[label] = int.Parse(port, CultureInfo.InvariantCulture);
        return new DriverNetwork(ports, ip, taskOptions.Boolean("driver_advertise"));
    }

    private static MockOutput Output(TaskOptions taskOptions, string stream) => new(taskOptions.Text($"{stream}_string"),
        (int)taskOptions.Number($"{stream}_repeat"), (long)taskOptions.Duration($"{stream}_repeat_duration").TotalMilliseconds);
}
