using System.Text.Json;
using Nomad.Drivers;
using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Jobs;
using Nomad.Model.Logging;

namespace Nomad.Client.Tests.Allocations;

/// <summary>One client with real drivers, real processes, and servers in memory.</summary>
internal sealed class ClientNode : IAsyncDisposable
{
    private readonly string cgroup = $"nomad-client-test-{Guid.NewGuid():N}"[..26];
    private DriverCatalog? drivers;

    public Scratch Scratch { get; } = new();

    public Servers Servers { get; } = new();

    public ClientAgent Agent { get; private set; } = null!;

    public ClientOptions Options => new()
    {
        StateDir = Path.Combine(Scratch.Path, "client"),
        AllocDir = Path.Combine(Scratch.Path, "alloc"),
        CgroupParent = cgroup,
        HttpAddress = "127.0.0.1:4646",
    };

    public static async Task<ClientNode> StartAsync(Func<DriverOptions, DriverOptions>? change = null, TimeProvider? time = null)
    {
        var node = new ClientNode();
        await node.BootAsync(change, time);
        return node;
    }

    /// <summary>A new agent over what the one before left.</summary>
    public async Task BootAsync(Func<DriverOptions, DriverOptions>? change = null, TimeProvider? time = null)
    {
        var options = new DriverOptions
        {
            StateDirectory = Path.Combine(Scratch.Path, "drivers"),
            SupervisorCommand =
            [
                Path.GetFullPath("../../TaskSupervisorHost/" + new DirectoryInfo(AppContext.BaseDirectory).Name + "/TaskSupervisorHost", AppContext.BaseDirectory),
            ],
            DevelopmentMode = true,
            MockDriver = true,
            CgroupParent = cgroup,
            SupervisorIdleTimeout = TimeSpan.FromSeconds(1),
        };
        drivers = DriverCatalog.Create(change is null ? options : change(options), NoLog.Instance);
        Agent = await ClientAgent.StartAsync(Options, new ClientPorts(Servers, drivers, time ?? TimeProvider.System, NoLog.Instance), CancellationToken.None);
        await Agent.Registered.WaitAsync(Eventually.Patience);
    }

    public async Task ShutDownAsync()
    {
        await Agent.StopAsync();
        drivers!.Dispose();
    }

    /// <summary>Places an allocation of a group and returns its id.</summary>
    public string Place(string type, Func<TaskGroup, TaskGroup>? change = null, params JobTask[] tasks)
    {
        var group = new TaskGroup { Name = "g", Tasks = tasks, RestartPolicy = new RestartPolicy { Attempts = 0, Mode = "fail" } };
        group = change is null ? group : change(group);
        var id = Guid.NewGuid().ToString();
        Servers.Place(new Allocation
        {
            ID = id, Name = "j.g[0]", Namespace = "default", JobID = "j", TaskGroup = "g", NodeID = Agent.NodeId, DesiredStatus = AllocDesiredStatus.Run,
            Job = new Job { ID = "j", Name = "j", Type = type, TaskGroups = [group] },
        });
        return id;
    }

    public void Stop(string id) => Servers.Place(Agent.Allocations.Find(id)!.Allocation with { DesiredStatus = AllocDesiredStatus.Stop });

    public static JobTask Shell(string name, string script) => new()
    {
        Name = name, Driver = "raw_exec", KillTimeout = Duration.FromSeconds(2),
        Config = JsonDocument.Parse($$"""{"command":"/bin/sh","args":["-c",{{JsonSerializer.Serialize(script)}}]}""").RootElement
            .EnumerateObject().ToDictionary(each => each.Name, each => each.Value),
    };

    /// <summary>Waits for a report that satisfies.</summary>
    public async Task<Allocation> WaitAsync(string id, Func<Allocation, bool> satisfied)
    {
        Allocation? report = null;
        await Eventually.TrueAsync(() => Servers.Reports.TryGetValue(id, out report) && satisfied(report),
            () => $"last report of {id}: {(report is null ? "none" : JsonSerializer.Serialize(report, Nomad.Model.Json.ModelJson.Default.Allocation))}");
        return report!;
    }

    public Task<Allocation> WaitAsync(string id, string status) => WaitAsync(id, report => report.ClientStatus == status);

    public static string Events(Allocation report, string task) => string.Join(", ", report.TaskStates![task].Events!.Select(each => each.Type));

    public async ValueTask DisposeAsync()
    {
        await Agent.Allocations.DestroyAllAsync();
        await ShutDownAsync();
        Scratch.Dispose();
        foreach (var root in Directory.Exists("/sys/fs/cgroup") ? Directory.GetDirectories("/sys/fs/cgroup", cgroup, new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1, IgnoreInaccessible = true }) : [])
            RemoveCgroup(root);
    }

    private static void RemoveCgroup(string path)
    {
        try
        {
            foreach (var child in Directory.GetDirectories(path))
                RemoveCgroup(child);
            Directory.Delete(path);
        }
        catch (IOException)
        {
            // The kernel is not done with it; it holds nothing.
        }
    }
}
