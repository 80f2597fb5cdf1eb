using Nomad.Model.Allocations;
using Nomad.Model.Nodes;
using Nomad.Rpc;
using Nomad.Server;
using Nomad.Simulation.World;

namespace Nomad.Simulation.Cluster;

/// <summary>
/// A machine that runs tasks by a driver that only keeps time. What it runs is on the machine, not in its program: tasks go on while
/// the program is restarted, and end with the machine.
/// </summary>
internal sealed class ClientMachine(Datacenter site, string name, int number)
{
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, RunningTask> tasks = new(StringComparer.Ordinal);
    private Process? program;

    public string Name => name;

    public string NodeId { get; } = $"00000000-0000-0000-0000-{number:d12}";

    public bool IsUp => program is { IsDead: false };

    public bool IsPaused { get; private set; }

    /// <summary>Allocations whose tasks run now.</summary>
    public IEnumerable<string> Running => tasks.Values.Where(task => task.Status == AllocClientStatus.Running).Select(task => task.ID).Order(StringComparer.Ordinal);

    private sealed class RunningTask(string id)
    {
        public readonly string ID = id;
        public string Status = AllocClientStatus.Pending;
        public bool? Healthy;
        public bool InDeployment;
        public bool Stopping;
        public bool Followed;
        public bool Reported = true;
    }

    public void Start()
    {
        var mine = new Process(site.World, name, number);
        (program, IsPaused) = (mine, false);
        site.Network.Attach(name, mine);
        foreach (var task in tasks.Values)
            (task.Reported, task.Stopping, task.Followed) = (false, false, false);
        site.World.Note($"{name} starts with {tasks.Count} tasks");
        mine.Post(() => _ = LiveAsync(mine));
    }

    /// <summary>The program ends; its tasks do, too, when the whole machine goes down.</summary>
    public void Crash(bool machineToo)
    {
        if (!IsUp)
            return;
        site.World.Note($"{name} crashes{(machineToo ? ", tasks and all" : ", its tasks go on")}");
        program!.Kill();
        IsPaused = false;
        if (!machineToo)
            return;
        foreach (var task in tasks.Values.Where(task => !AllocClientStatus.IsTerminal(task.Status)))
            Become(task, AllocClientStatus.Failed);
    }

    public void Pause()
    {
        IsPaused = true;
        program!.Pause();
    }

    public void Resume()
    {
        if (!IsPaused)
            return;
        IsPaused = false;
        program!.Resume();
    }

    private Node Describe() => new()
    {
        ID = NodeId,
        SecretID = "secret-" + name,
        Name = name,
        Datacenter = "dc1",
        NodePool = "default",
        Status = NodeStatus.Initializing,
        Attributes = new Dictionary<string, string> { ["driver.mock_driver"] = "1", ["kernel.name"] = "linux", ["rack"] = $"r{number % 2}" },
        Drivers = new Dictionary<string, DriverInfo> { ["mock_driver"] = new() { Detected = true, Healthy = true } },
        NodeResources = new NodeResources
        {
            Cpu = new LegacyNodeCpuResources { CpuShares = 2000 },
            Memory = new NodeMemoryResources { MemoryMB = 2048 },
            Disk = new NodeDiskResources { DiskMB = 100_000 },
        },
    };

    private async Task LiveAsync(Process mine)
    {
        var ttl = await RegisterAsync(mine);
        _ = WatchAsync(mine);
        _ = ReportAsync(mine);
        while (true)
        {
            await Task.Delay(ttl, mine.Time);
            try
            {
                var answer = await CallAsync(mine, server => server.Nodes.HeartbeatAsync(new NodeHeartbeat(NodeId, "secret-" + name, NodeStatus.Ready), default), CallLimit);
                ttl = answer.HeartbeatTTL.ToTimeSpan() / 2;
            }
            catch (Exception problem) when (IsTransient(problem))
            {
                ttl = TimeSpan.FromMilliseconds(300);
                if (problem.Message == "node not found")
                    ttl = await RegisterAsync(mine);
            }
        }
    }

    private async Task<TimeSpan> RegisterAsync(Process mine)
    {
        while (true)
        {
            try
            {
                await CallAsync(mine, server => server.Nodes.RegisterAsync(Describe(), default), CallLimit);
                var answer = await CallAsync(mine, server => server.Nodes.HeartbeatAsync(new NodeHeartbeat(NodeId, "secret-" + name, NodeStatus.Ready), default), CallLimit);
                return answer.HeartbeatTTL.ToTimeSpan() / 2;
            }
            catch (Exception problem) when (IsTransient(problem))
            {
                await Task.Delay(site.World.Between(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1)), mine.Time);
            }
        }
    }

    private async Task WatchAsync(Process mine)
    {
        var index = 0UL;
        while (true)
        {
            try
            {
                var after = index;
                var seen = await CallAsync(mine, server => server.Nodes.WaitForAllocationsAsync(
                    new NodeAllocationsQuery(NodeId, "secret-" + name, after, LongPoll), default), LongPoll + CallLimit);
                index = seen.Index;
                Follow(mine, seen.Allocations);
            }
            catch (Exception problem) when (IsTransient(problem))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(300), mine.Time);
            }
        }
    }

    private void Follow(Process mine, IReadOnlyList<Allocation> wanted)
    {
        var known = wanted.ToDictionary(alloc => alloc.ID, StringComparer.Ordinal);
        foreach (var gone in tasks.Keys.Where(id => !known.ContainsKey(id)).ToList())
        {
            if (tasks[gone].Status == AllocClientStatus.Running)
                site.Laws.CheckForgotten(name, gone);
            tasks.Remove(gone);
        }
        foreach (var alloc in wanted.OrderBy(alloc => alloc.ID, StringComparer.Ordinal))
        {
            if (alloc.DesiredStatus != AllocDesiredStatus.Run || AllocClientStatus.IsTerminal(alloc.ClientStatus))
            {
                if (tasks.TryGetValue(alloc.ID, out var old) && !old.Stopping && !AllocClientStatus.IsTerminal(old.Status))
                    _ = StopAsync(mine, old);
                else if (old is null && !AllocClientStatus.IsTerminal(alloc.ClientStatus))
                    tasks[alloc.ID] = new RunningTask(alloc.ID) { Status = AllocClientStatus.Complete, Reported = false };
            }
            else if (!tasks.TryGetValue(alloc.ID, out var task))
            {
                _ = RunAsync(mine, tasks[alloc.ID] = new RunningTask(alloc.ID), alloc);
            }
            else if (!task.Followed && !task.Stopping && !AllocClientStatus.IsTerminal(task.Status))
            {
                _ = RunAsync(mine, task, alloc);
            }
        }
    }

    private async Task RunAsync(Process mine, RunningTask task, Allocation alloc)
    {
        task.Followed = true;
        if (task.Status == AllocClientStatus.Pending)
        {
            await Task.Delay(site.World.Between(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(600)), mine.Time);
            if (task.Stopping || task.Status != AllocClientStatus.Pending)
                return;
            task.InDeployment = alloc.DeploymentID.Length > 0;
            Become(task, AllocClientStatus.Running);
        }
        if (alloc.DeploymentID.Length > 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), mine.Time);
            if (task.Status == AllocClientStatus.Running)
            {
                task.Healthy = true;
                task.Reported = false;
            }
        }
        if (alloc.Job?.Type is "batch" or "sysbatch")
        {
            await Task.Delay(site.World.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(6)), mine.Time);
            if (task.Status == AllocClientStatus.Running)
                Become(task, AllocClientStatus.Complete);
        }
        else if (site.World.Chance(0.1) && site.Unrest)
        {
            await Task.Delay(site.World.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10)), mine.Time);
            if (task.Status == AllocClientStatus.Running && site.Unrest)
                Become(task, AllocClientStatus.Failed);
        }
    }

    private async Task StopAsync(Process mine, RunningTask task)
    {
        task.Stopping = true;
        await Task.Delay(site.World.Between(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(800)), mine.Time);
        if (!AllocClientStatus.IsTerminal(task.Status))
            Become(task, AllocClientStatus.Complete);
    }

    private static void Become(RunningTask task, string status)
    {
        if (status == AllocClientStatus.Failed && task.InDeployment)
            task.Healthy ??= false;
        task.Status = status;
        task.Reported = false;
    }

    private async Task ReportAsync(Process mine)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), mine.Time);
            var news = tasks.Values.Where(task => !task.Reported).OrderBy(task => task.ID, StringComparer.Ordinal).ToList();
            if (news.Count == 0)
                continue;
            foreach (var task in news)
                task.Reported = true;
            var reports = news.Select(task => new Allocation
            {
                ID = task.ID,
                ClientStatus = task.Status,
                DeploymentStatus = task.Healthy is { } healthy ? new AllocDeploymentStatus { Healthy = healthy, Timestamp = mine.Time.GetUtcNow() } : null,
            }).ToList();
            try
            {
                await CallAsync(mine, server => server.Nodes.UpdateAllocationsAsync(new NodeAllocationUpdates(NodeId, "secret-" + name, reports), default), CallLimit);
            }
            catch (Exception problem) when (IsTransient(problem))
            {
                foreach (var task in news)
                    task.Reported = false;
            }
        }
    }

    private Task<T> CallAsync<T>(Process mine, Func<ServerAgent, Task<T>> serve, TimeSpan limit) =>
        site.CallLeaderAsync(mine, name, site.World.Pick(site.Servers).Name, serve, limit);

    private static bool IsTransient(Exception problem) => problem is TimeoutException or IOException or RpcException or OperationCanceledException;
}
