using Nomad.Drivers.Processes;
using Nomad.Drivers.Supervision;

namespace Nomad.Drivers.RawExec;

/// <summary>Runs a program of the host as it is: no isolation, its own session and cgroup so that all of it can be ended.</summary>
internal sealed class RawExecDriver : SupervisedDriver
{
    private static readonly ConfigSchema PluginSchema = new(
        [new("enabled", ConfigKind.Boolean), new("denied_envvars", ConfigKind.TextList), new("no_cgroups", ConfigKind.Boolean), .. DeniedAccounts.Fields]);

    private readonly TaskOptions _plugin;
    private readonly DeniedAccounts _denied;

    public RawExecDriver(DriverOptions options, SupervisorClient supervisor) : base(options, supervisor)
    {
        _plugin = PluginSchema.Read(options.Plugins.GetValueOrDefault("raw_exec") ?? new Dictionary<string, System.Text.Json.JsonElement>());
        _denied = DeniedAccounts.Read(_plugin);
    }

    public override string Name => "raw_exec";

    public override DriverCapabilities Capabilities { get; } =
        new(SendSignals: true, Exec: true, FilesystemIsolation.None, ["host", "group"]);

    public override ConfigSchema Schema { get; } = new(
        new("command", ConfigKind.Text, Required: true), new("args", ConfigKind.TextList), new("work_dir", ConfigKind.Text),
        new("cgroup_v2_override", ConfigKind.Text), new("cgroup_v1_override", ConfigKind.TextMap),
        new("oom_score_adj", ConfigKind.Number), new("denied_envvars", ConfigKind.TextList));

    private bool Enabled => _plugin.Boolean("enabled", Options.DevelopmentMode);

    protected override DriverFingerprint Fingerprint() => Enabled
        ? new(new Dictionary<string, string> { ["driver.raw_exec"] = "true" }, DriverHealth.Healthy, "Healthy")
        : new(new Dictionary<string, string>(), DriverHealth.Undetected, "disabled");

    protected override Task<Request> PrepareAsync(TaskConfig task, TaskOptions taskOptions, CancellationToken cancel)
    {
        if (!Enabled)
            throw new DriverException("raw_exec is disabled: enable it with plugin \"raw_exec\" { config { enabled = true } }");
        var workDirectory = taskOptions.Text("work_dir");
        if (workDirectory.Length > 0 && !Path.IsPathRooted(workDirectory))
            throw new DriverException($"work_dir must be an absolute path: {workDirectory}");
        if (taskOptions.Number("oom_score_adj") < 0)
            throw new DriverException("oom_score_adj must not be negative");
        if (taskOptions.Text("cgroup_v2_override").Length > 0 && taskOptions.Map("cgroup_v1_override").Count > 0)
            throw new DriverException("only one of cgroup_v1_override and cgroup_v2_override may be set");
        var user = task.User.Length == 0 ? null : Accounts.Find(task.User);
        // A task that names no user runs as the agent's, which may be denied like any other.
        _denied.Check(user ?? Accounts.Find(Native.UserId().ToString(System.Globalization.CultureInfo.InvariantCulture)));
        string[] denied = [.. _plugin.Texts("denied_envvars"), .. taskOptions.Texts("denied_envvars")];
        var cgroups = ChooseCgroups(task, taskOptions);
        return Task.FromResult(new Request
        {
            Logs = Logs(task),
            Launch = new Launch
            {
                Path = FindCommand(task, taskOptions.Text("command")),
                Arguments = taskOptions.Texts("args"),
                Environment = task.Environment.Where(pair => !denied.Any(glob => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(glob, pair.Key, ignoreCase: false)))
                    .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal),
                Directory = workDirectory.Length > 0 ? workDirectory : task.Directories.Task,
                User = user,
                Cgroups = cgroups,
                CpuShares = task.Resources.CpuShares > 0 ? Math.Max(2, task.Resources.CpuShares) : 0,
                NetworkNamespace = task.Network?.Path,
                OomScoreAdjust = taskOptions.Number("oom_score_adj") is > 0 and var score ? (int)score : null,
            },
        });
    }

    private IReadOnlyList<string> ChooseCgroups(TaskConfig task, TaskOptions taskOptions)
    {
        // A task's cgroup is emptied when the task ends, so a given cgroup gets a part of its own for the task.
        var part = CgroupName(task.Id);
        if (taskOptions.Text("cgroup_v2_override") is { Length: > 0 } given)
            return [Path.Combine(Path.GetFullPath(given, Cgroups.Root), part)];
        if (taskOptions.Map("cgroup_v1_override") is { Count: > 0 } map)
            return [.. map.Select(pair => Path.Combine(Cgroups.Root, pair.Key, pair.Value.TrimStart('/'), part))];
        return _plugin.Boolean("no_cgroups", false) ? [] : Cgroups.Of(Options.CgroupParent, part);
    }

    private static string FindCommand(TaskConfig task, string command)
    {
        var search = task.Environment.GetValueOrDefault("PATH") ?? Environment.GetEnvironmentVariable("PATH") ?? "";
        IEnumerable<string> candidates = [Path.Combine(task.Directories.Local, command), Path.Combine(task.Directories.Task, command)];
        if (!command.Contains('/'))
            candidates = candidates.Concat(search.Split(':', StringSplitOptions.RemoveEmptyEntries).Select(directory => Path.Combine(directory, command)));
        return candidates.FirstOrDefault(File.Exists)
            ?? throw new DriverException($"failed to launch command with executor: rpc error: code = Unknown desc = exec: \"{command}\": executable file not found in $PATH");
    }
}
