using Nomad.Drivers.Processes;
using Nomad.Drivers.Supervision;

namespace Nomad.Drivers.Exec;

/// <summary>Runs a program of the host in a container of its own (crun or runc): own root, namespaces, limits, few capabilities.</summary>
internal sealed class ExecDriver : SupervisedDriver
{
    private static readonly string[] RuntimeDirectories = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];
    private static readonly string[] CommandDirectories = ["/usr/local/bin", "/usr/bin", "/bin"];

    private static readonly ConfigSchema PluginSchema = new(
        [new("no_pivot_root", ConfigKind.Boolean), new("default_pid_mode", ConfigKind.Text), new("default_ipc_mode", ConfigKind.Text), .. DeniedAccounts.Fields, new("allow_caps", ConfigKind.TextList)]);

    private readonly TaskOptions _plugin;
    private readonly DeniedAccounts _denied;

    public ExecDriver(DriverOptions options, SupervisorClient supervisor) : base(options, supervisor)
    {
        _plugin = PluginSchema.Read(options.Plugins.GetValueOrDefault("exec") ?? new Dictionary<string, System.Text.Json.JsonElement>());
        _denied = DeniedAccounts.Read(_plugin);
    }

    public override string Name => "exec";

    public override DriverCapabilities Capabilities { get; } =
        new(SendSignals: true, Exec: true, FilesystemIsolation.Chroot, ["host", "group"], Mounts: true);

    public override ConfigSchema Schema { get; } = new(
        new("command", ConfigKind.Text, Required: true), new("args", ConfigKind.TextList), new("pid_mode", ConfigKind.Text),
        new("ipc_mode", ConfigKind.Text), new("cap_add", ConfigKind.TextList), new("cap_drop", ConfigKind.TextList), new("work_dir", ConfigKind.Text));

    private string? Runtime => Options.ContainerRuntimes
        .SelectMany(name => RuntimeDirectories.Select(directory => Path.Combine(directory, name))).FirstOrDefault(File.Exists);

    private string NoRuntime => $"no container runtime is installed: install the package {string.Join(" or ", Options.ContainerRuntimes)}";

    protected override DriverFingerprint Fingerprint()
    {
        Dictionary<string, string> none = [];
        if (Native.UserId() != 0)
            return new(none, DriverHealth.Undetected, "Driver must run as root");
        if (!Cgroups.Usable)
            return new(none, DriverHealth.Unhealthy, "Cgroup mount point unavailable");
        return Runtime is not { } runtime ? new(none, DriverHealth.Undetected, NoRuntime)
            : new(new Dictionary<string, string> { ["driver.exec"] = "true", ["driver.exec.runtime"] = Path.GetFileName(runtime) }, DriverHealth.Healthy, "Healthy");
    }

    protected override Task<Request> PrepareAsync(TaskConfig task, TaskOptions taskOptions, CancellationToken cancel)
    {
        var runtime = Runtime ?? throw new DriverException(NoRuntime);
        var user = Accounts.Find(task.User.Length == 0 ? "nobody" : task.User);
        _denied.Check(user);
        var workDirectory = taskOptions.Text("work_dir", "/");
        if (!workDirectory.StartsWith('/'))
            throw new DriverException($"work_dir must be an absolute path: {workDirectory}");
        ContainerPlan plan = new()
        {
            Task = task,
            Command = FindCommand(task, taskOptions.Text("command")),
            Arguments = taskOptions.Texts("args"),
            Directory = workDirectory,
            User = user,
            HostPids = Mode(taskOptions, "pid_mode"),
            HostIpc = Mode(taskOptions, "ipc_mode"),
            NoPivotRoot = _plugin.Boolean("no_pivot_root"),
            Capabilities = ChooseCapabilities(taskOptions, user),
            CgroupsPath = Cgroups.RuntimePath(Options.CgroupParent, CgroupName(task.Id)),
            Chroot = Options.ChrootEnvironment ?? ContainerPlan.DefaultChroot,
            TotalCompute = Options.TotalCompute,
        };
        var bundle = Bundle(CgroupName(task.Id));
        Directory.CreateDirectory(bundle);
        File.WriteAllBytes(Path.Combine(bundle, "config.json"), ContainerSpec.Write(plan));
        return Task.FromResult(new Request
        {
            Logs = Logs(task),
            Launch = new Launch { Path = plan.Command, Arguments = plan.Arguments, Cgroups = Cgroups.Of(Options.CgroupParent, CgroupName(task.Id)) },
            Container = new ContainerLaunch(runtime, RuntimeRoot, CgroupName(task.Id), bundle, plan.NoPivotRoot),
        });
    }

    private bool Mode(TaskOptions taskOptions, string key)
    {
        var mode = taskOptions.Text(key, _plugin.Text($"default_{key}", "private"));
        return mode is "private" or "host" ? mode == "host"
            : throw new DriverException($"{key} must be \"private\" or \"host\", got \"{mode}\"");
    }

    private IReadOnlyList<string> ChooseCapabilities(TaskOptions taskOptions, UserIds user)
    {
        var allowed = _plugin.Texts("allow_caps");
        return LinuxCapabilities.Choose(allowed.Count == 0 ? null : allowed, taskOptions.Texts("cap_add"), taskOptions.Texts("cap_drop"), user.User == 0);
    }

    /// <summary>The path inside the container.</summary>
    private static string FindCommand(TaskConfig task, string command)
    {
        var name = command.TrimStart('/');
        foreach (var (host, inside) in ((string, string)[])[(task.Directories.Local, "/local"), (task.Directories.Task, "")])
        {
            var path = Path.Combine(host, name);
            if (File.Exists(path))
            {
                Beneath.MakeExecutable(host, name);
                return $"{inside}/{name}";
            }
        }

        IEnumerable<string> candidates = command.StartsWith('/') ? [command] : CommandDirectories.Select(directory => $"{directory}/{command}");
        return candidates.FirstOrDefault(path => File.Exists(path) || task.Mounts.Any(mount => path.StartsWith(mount.TaskPath.TrimEnd('/') + "/", StringComparison.Ordinal)))
            ?? throw new DriverException($"failed to launch command with executor: rpc error: code = Unknown desc = file {command} not found under path {task.Directories.Task}");
    }
}
