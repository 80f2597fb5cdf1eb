using System.Globalization;
using Nomad.Drivers.Supervision;

namespace Nomad.Drivers.Mock;

/// <summary>Pretends to run tasks: for tests of everything around them.</summary>
internal sealed class MockDriver(DriverOptions options, SupervisorClient supervisor) : SupervisedDriver(options, supervisor)
{
    /// <summary>What tasks and the commands beside them have in common. Nobody can signal a command: there its error has no use.</summary>
    private static readonly ConfigField[] CommandFields =
    [
        new("run_for", ConfigKind.Duration), new("exit_code", ConfigKind.Number), new("exit_signal", ConfigKind.Number),
        new("exit_err_msg", ConfigKind.Text), new("signal_error", ConfigKind.Text),
        new("stdout_string", ConfigKind.Text), new("stdout_repeat", ConfigKind.Number), new("stdout_repeat_duration", ConfigKind.Duration),
        new("stderr_string", ConfigKind.Text), new("stderr_repeat", ConfigKind.Number), new("stderr_repeat_duration", ConfigKind.Duration),
    ];

    public override string Name => "mock_driver";

    public override DriverCapabilities Capabilities { get; } =
        new(SendSignals: true, Exec: true, FilesystemIsolation.None, ["host", "group"]);

    public override ConfigSchema Schema { get; } = new([.. CommandFields, new("kill_after", ConfigKind.Duration),
        new("start_error", ConfigKind.Text), new("start_error_recoverable", ConfigKind.Boolean), new("start_block_for", ConfigKind.Duration),
        new("plugin_exit_after", ConfigKind.Duration), new("driver_ip", ConfigKind.Text), new("driver_advertise", ConfigKind.Boolean),
        new("driver_port_map", ConfigKind.Text), new("exec_command", ConfigKind.Block, Inner: new ConfigSchema(CommandFields))]);

    protected override DriverFingerprint Fingerprint() =>
        new(new Dictionary<string, string> { ["driver.mock_driver"] = "true" }, DriverHealth.Healthy, "Healthy");

    protected override async Task<Request> PrepareAsync(TaskConfig task, TaskOptions taskOptions, CancellationToken cancel)
    {
        // Throws for one that cannot be read, which must not come after the start.
        _ = Network(taskOptions);
        await Task.Delay(taskOptions.Duration("start_block_for"), cancel).ConfigureAwait(false);
        if (taskOptions.Text("start_error") is { Length: > 0 } error)
            throw new DriverException(error, taskOptions.Boolean("start_error_recoverable"));
        return new Request
        {
            Logs = Logs(task),
            Mock = Script(taskOptions) with
            {
                KillAfterMilliseconds = Milliseconds(taskOptions, "kill_after"),
                LostAfterMilliseconds = Milliseconds(taskOptions, "plugin_exit_after"),
                Exec = taskOptions.Block("exec_command") is { } command ? Script(new TaskOptions(command)) : null,
            },
        };
    }

    protected override DriverNetwork? Network(TaskOptions taskOptions)
    {
        if (taskOptions.Text("driver_ip") is not { Length: > 0 } ip)
            return null;
        Dictionary<string, int> ports = [];
        if (taskOptions.Text("driver_port_map") is { Length: > 0 } text)
        {
            if (text.Split(':') is not [var label, var value] || !ushort.TryParse(value, CultureInfo.InvariantCulture, out var port))
                throw new DriverException($"driver_port_map \"{text}\" is not of the form label:port");
            ports[label] = port;
        }

        return new DriverNetwork(ports, ip, taskOptions.Boolean("driver_advertise"));
    }

    private static MockScript Script(TaskOptions command) => new()
    {
        RunMilliseconds = Milliseconds(command, "run_for"),
        ExitCode = (int)command.Number("exit_code"),
        ExitSignal = (int)command.Number("exit_signal"),
        ExitError = command.Text("exit_err_msg"),
        SignalError = command.Text("signal_error"),
        Stdout = Output(command, "stdout"),
        Stderr = Output(command, "stderr"),
    };

    private static MockOutput Output(TaskOptions command, string stream) =>
        new(command.Text($"{stream}_string"), (int)command.Number($"{stream}_repeat"), Milliseconds(command, $"{stream}_repeat_duration"));

    private static long Milliseconds(TaskOptions command, string name) => (long)command.Duration(name).TotalMilliseconds;
}
