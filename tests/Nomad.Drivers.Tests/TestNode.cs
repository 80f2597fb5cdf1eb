using System.Text.Json;
using Nomad.Model.Logging;

namespace Nomad.Drivers.Tests;

/// <summary>One node with a real supervisor process. Disposing checks that nothing was left running.</summary>
public sealed class TestNode : IAsyncDisposable
{
    public static readonly TimeSpan Patience = Eventually.Patience;

    private readonly List<(IDriver Driver, string Id)> _tasks = [];
    private readonly string _cgroupParent = $"nomad-test-{Guid.NewGuid():N}"[..20];
    private int _next;

    public string Root { get; } = Directory.CreateTempSubdirectory("nomad-drivers-").FullName;

    public static string SupervisorHost { get; } =
        Path.GetFullPath("../../TaskSupervisorHost/" + new DirectoryInfo(AppContext.BaseDirectory).Name + "/TaskSupervisorHost", AppContext.BaseDirectory);

    /// <summary>Null when <c>exec</c> can run with this runtime, or with any.</summary>
    public static string? WhyNoContainers(params string[] runtimes) => Environment.UserName != "root" ? "exec needs root"
        : (runtimes.Length == 0 ? ["crun", "runc"] : runtimes).Any(name => File.Exists($"/usr/sbin/{name}") || File.Exists($"/usr/bin/{name}")) ? null
        : $"{string.Join(" and ", runtimes)} is not installed";

    /// <summary>What <c>exec</c> uses.</summary>
    public IReadOnlyList<string> Runtimes { get; init; } = ["crun", "runc"];

    public DriverOptions Options => new()
    {
        StateDirectory = Path.Combine(Root, "state"),
        SupervisorCommand = [SupervisorHost],
        DevelopmentMode = true,
        MockDriver = true,
        CgroupParent = _cgroupParent,
        ContainerRuntimes = Runtimes,
        SupervisorIdleTimeout = TimeSpan.FromSeconds(1),
    };

    /// <summary>What a freshly started agent would have.</summary>
    public DriverCatalog Agent() => DriverCatalog.Create(Options, NoLog.Instance);

    /// <summary>An agent with one plugin block.</summary>
    public DriverCatalog Agent(string driver, string pluginJson)
    {
        var block = JsonDocument.Parse(pluginJson).RootElement.EnumerateObject().ToDictionary(property => property.Name, property => property.Value);
        return DriverCatalog.Create(Options with { Plugins = new Dictionary<string, IReadOnlyDictionary<string, JsonElement>> { [driver] = block } }, NoLog.Instance);
    }

    public TaskConfig Task(string configJson, string user = "")
    {
        var id = $"alloc{_next++}/web/{Guid.NewGuid().ToString("N")[..8]}";
        var directory = Path.Combine(Root, id.Split('/')[0]);
        TaskDirectories directories = new(Path.Combine(directory, "web"), Path.Combine(directory, "alloc"),
            Path.Combine(directory, "web/local"), Path.Combine(directory, "web/secrets"));
        foreach (var path in (string[])[directories.Task, directories.Local, directories.Secrets, directories.SharedAlloc])
        {
            Directory.CreateDirectory(path);
            File.SetUnixFileMode(path, (UnixFileMode)0b111_111_111);
        }

        foreach (var path in (string[])[Root, directory])
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        return new TaskConfig
        {
            Id = id,
            TaskName = "web",
            User = user,
            Directories = directories,
            Logs = new TaskLogs(Path.Combine(directory, "alloc/logs"), 10, 10_000_000),
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/local/bin:/usr/bin:/bin", ["COLOUR"] = "green" },
            Resources = new TaskResources { CpuShares = 100, MemoryBytes = 64 * 1024 * 1024 },
            Config = JsonDocument.Parse(configJson).RootElement.EnumerateObject().ToDictionary(property => property.Name, property => property.Value),
        };
    }

    public TaskConfig Shell(string script, string user = "") =>
        Task($$"""{"command": "/bin/sh", "args": ["-c", {{JsonSerializer.Serialize(script)}}]}""", user);

    public async Task<TaskHandle> StartAsync(IDriver driver, TaskConfig task) => (await StartedAsync(driver, task)).Handle;

    public Task<StartedTask> StartedAsync(IDriver driver, TaskConfig task)
    {
        _tasks.Add((driver, task.Id));
        return driver.StartAsync(task, default);
    }

    public async Task<ExitResult> RunAsync(IDriver driver, TaskConfig task)
    {
        await StartAsync(driver, task);
        return await driver.WaitAsync(task.Id, default).WaitAsync(Patience);
    }

    public static string Output(TaskConfig task, string stream = "stdout") => string.Concat(
        Directory.EnumerateFiles(task.Logs!.Directory, $"web.{stream}.*").OrderBy(path => int.Parse(Path.GetExtension(path)[1..])).Select(File.ReadAllText));

    public IEnumerable<string> CgroupsLeft() => Directory.Exists("/sys/fs/cgroup")
        ? Directory.EnumerateDirectories("/sys/fs/cgroup").Select(path => Path.Combine(path, _cgroupParent))
            .Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories) : [];

    public IReadOnlyList<int> ProcessesLeft() => [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
        .Where(name => int.TryParse(name, out _)).Where(pid => Mentions($"/proc/{pid}/cwd") || Commands(pid!)).Select(name => int.Parse(name!))];

    public async ValueTask DisposeAsync()
    {
        foreach (var (driver, id) in _tasks)
            await driver.DestroyAsync(id, force: true, default);
        Assert.Empty(CgroupsLeft());
        await Eventually.TrueAsync(() => ProcessesLeft().All(pid => IsSupervisor(pid)), "processes of tasks still run");
        foreach (var parent in Directory.Exists("/sys/fs/cgroup") ? Directory.EnumerateDirectories("/sys/fs/cgroup") : [])
        {
            if (Directory.Exists(Path.Combine(parent, _cgroupParent)))
                Directory.Delete(Path.Combine(parent, _cgroupParent));
        }

        await KillSupervisorAsync();
        Directory.Delete(Root, recursive: true);
    }

    public async Task KillSupervisorAsync()
    {
        foreach (var pid in ProcessesLeft().Where(IsSupervisor))
        {
            using var process = System.Diagnostics.Process.GetProcessById(pid);
            process.Kill();
        }

        await Eventually.TrueAsync(() => !ProcessesLeft().Any(IsSupervisor), "the supervisor still runs");
    }

    public bool IsSupervisor(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Contains("TaskSupervisorHost", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private bool Mentions(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget?.StartsWith(Root, StringComparison.Ordinal) == true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private bool Commands(string pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Contains(Root, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
