using Nomad.Model.Allocations;
using Nomad.Model.Jobs;
using Nomad.Model.Nodes;
using Nomad.Rpc;
using Nomad.Server;
using Nomad.Simulation.Disks;
using Nomad.Simulation.World;

namespace Nomad.Simulation.Cluster;

/// <summary>
/// A machine that runs tasks by a driver that only keeps time. What it runs is on the machine, not in its program: tasks go on while
/// the program is restarted, and end with the machine. The program may end at any moment; what it must find again is in its store before
/// anybody hears of it.
/// </summary>
internal sealed class ClientMachine(Datacenter site, string name, int number)
{
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan HeartbeatAfterReturn = TimeSpan.FromMilliseconds(200);

    private readonly SimulatedDriver driver = new(site, name);
    private readonly Dictionary<string, Work> known = new(StringComparer.Ordinal);
    private Process? program;
    private int registered;

    public string Name => name;

    public string NodeId { get; } = IdOf(number);

    public Equipment Equipment { get; } = new(site, name, IdOf(number), number);

    public SimulatedDisk Disk { get; } = new(site.World);

    public bool IsUp => program is { IsDead: false };

    public bool IsPaused { get; private set; }

    /// <summary>How wrong the machine's wall clock is.</summary>
    public TimeSpan ClockOffset { get; private set; }

    /// <summary>How fast its clock runs.</summary>
    public double ClockRate { get; private set; } = 1;

    /// <summary>The program that runs now.</summary>
    public Process? Program => IsUp ? program : null;

    /// <summary>Allocations whose tasks run now.</summary>
    public IEnumerable<string> Running => driver.Live;

    /// <summary>What the program knows of one allocation.</summary>
    private sealed class Work(string id)
    {
        public readonly string ID = id;
        public string Status = AllocClientStatus.Pending;
        public bool? Healthy;
        public bool InDeployment;

        /// <summary>It must not run, or not for long.</summary>
        public bool Stopping;

        /// <summary>The servers wanted it to end, and later were given a state in which it runs.</summary>
        public bool ToldToStop, WantedAgain;

        /// <summary>The servers have forgotten it, so the store has, too.</summary>
        public bool IsForgotten;
        public bool Followed;
        public bool Reported = true;

        /// <summary>What the servers acknowledged last; empty while something is on its way to them.</summary>
        public string Told = "";
    }

    private static string IdOf(int number) => $"00000000-0000-0000-0000-{number:d12}";

    public void Start()
    {
        var mine = new Process(site.World, name, number);
        (mine.Time.Offset, mine.Time.Rate) = (ClockOffset, ClockRate);
        (program, IsPaused) = (mine, false);
        known.Clear();
        Disk.Mount(mine);
        site.Network.Attach(name, mine);
        site.World.Note($"{name} starts with {driver.Live.Count()} tasks");
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
        Disk.Spare();
        if (!machineToo)
            return;
        Disk.LosePower();
        driver.LoseAll();
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

    public void SetClock(TimeSpan offset)
    {
        ClockOffset = offset;
        program?.Time.Offset = offset;
    }

    public void SetClockRate(double rate)
    {
        ClockRate = rate;
        program?.Time.Rate = rate;
    }

    private async Task LiveAsync(Process mine)
    {
        var store = new ClientStore(Disk);
        await RestoreAsync(store);
        var ttl = await RegisterAsync(mine);
        _ = WatchAsync(mine, store);
        _ = ReportAsync(mine, store);
        var (heard, patience) = (mine.Time.GetTimestamp(), ttl * 2);
        while (true)
        {
            await Task.Delay(ttl, mine.Time);
            try
            {
                var answer = await CallAsync(mine, server => server.Nodes.HeartbeatAsync(new NodeHeartbeat(NodeId, "secret-" + name, NodeStatus.Ready), default), CallLimit);
                var wasAway = mine.Time.GetElapsedTime(heard) > patience;
                (heard, patience) = (mine.Time.GetTimestamp(), answer.HeartbeatTTL.ToTimeSpan());
                ttl = (wasAway |= answer.AwaitsReports) ? HeartbeatAfterReturn : patience / 2;
                if (registered != Equipment.Changes)
                    await RegisterAsync(mine, NodeStatus.Ready);
                foreach (var work in known.Values.Where(work => wasAway && !AllocClientStatus.IsTerminal(work.Status)))
                    work.Reported = false;
            }
            catch (Exception problem) when (Datacenter.IsUnanswered(problem))
            {
                ttl = TimeSpan.FromMilliseconds(300);
                if (problem.Message == "node not found")
                    ttl = await RegisterAsync(mine);
            }
        }
    }

    /// <param name="status">Not ready when the program is new, or the servers do not know the node.</param>
    private async Task<TimeSpan> RegisterAsync(Process mine, string status = NodeStatus.Initializing)
    {
        while (true)
        {
            try
            {
                var (changes, node) = (Equipment.Changes, Equipment.Describe(status));
                await CallAsync(mine, server => server.Nodes.RegisterAsync(node, default), CallLimit);
                registered = changes;
                var answer = await CallAsync(mine, server => server.Nodes.HeartbeatAsync(new NodeHeartbeat(NodeId, "secret-" + name, NodeStatus.Ready), default), CallLimit);
                return answer.HeartbeatTTL.ToTimeSpan() / 2;
            }
            catch (Exception problem) when (Datacenter.IsUnanswered(problem))
            {
                await Task.Delay(site.World.Between(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1)), mine.Time);
            }
        }
    }

    // Takes up what the program before this one left: what runs is looked after, and what has ended meanwhile is told.
    private async Task RestoreAsync(ClientStore store)
    {
        foreach (var (id, kept) in store.Found.OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            var work = known[id] = new Work(id)
            {
                Status = kept.Status, Healthy = kept.Healthy, InDeployment = kept.InDeployment, ToldToStop = kept.ToldToStop, Reported = false,
            };
            await Task.Yield();
            if (AllocClientStatus.IsTerminal(work.Status))
                continue;
            if (driver.Knows(id))
            {
                work.Status = AllocClientStatus.Running;
                Keep(store, work);
                _ = FollowExitAsync(store, work);
            }
            else if (work.Status == AllocClientStatus.Running)
            {
                Become(store, work, AllocClientStatus.Failed);
            }
        }
        driver.CheckKnown(known.Keys);
    }

    private async Task WatchAsync(Process mine, ClientStore store)
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
                Follow(mine, store, seen.Allocations);
            }
            catch (Exception problem) when (Datacenter.IsUnanswered(problem))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(300), mine.Time);
            }
        }
    }

    private void Follow(Process mine, ClientStore store, IReadOnlyList<Allocation> wanted)
    {
        var ids = wanted.Select(alloc => alloc.ID).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in known.Keys.Where(id => !ids.Contains(id)).ToList())
            Forget(store, known[gone]);
        foreach (var alloc in wanted.OrderBy(alloc => alloc.ID, StringComparer.Ordinal))
        {
            // They lost contact meanwhile, or were given an older state. What is lost to them is over.
            if ((alloc.DesiredStatus == AllocDesiredStatus.Run || !AllocClientStatus.IsTerminal(alloc.ClientStatus)) && alloc.ClientStatus != AllocClientStatus.Lost
                && known.TryGetValue(alloc.ID, out var told)
                && told is { Reported: true, Told.Length: > 0 } && told.Told != alloc.ClientStatus)
                told.Reported = false;
            Want(store, alloc);
            if (alloc.DesiredStatus != AllocDesiredStatus.Run || AllocClientStatus.IsTerminal(alloc.ClientStatus))
            {
                if (known.TryGetValue(alloc.ID, out var old) && !old.Stopping && !AllocClientStatus.IsTerminal(old.Status))
                    _ = StopAsync(mine, store, old);
                else if (old is null && !AllocClientStatus.IsTerminal(alloc.ClientStatus))
                    Become(store, known[alloc.ID] = new Work(alloc.ID), AllocClientStatus.Complete);
            }
            else if (!known.TryGetValue(alloc.ID, out var work))
            {
                _ = RunAsync(mine, store, known[alloc.ID] = new Work(alloc.ID), alloc);
            }
            else if (!work.Followed && !work.Stopping && !AllocClientStatus.IsTerminal(work.Status))
            {
                _ = RunAsync(mine, store, work, alloc);
            }
        }
    }

    private void Want(ClientStore store, Allocation alloc)
    {
        if (!known.TryGetValue(alloc.ID, out var work))
            return;
        if (alloc.DesiredStatus != AllocDesiredStatus.Run && !work.ToldToStop)
        {
            work.ToldToStop = true;
            Keep(store, work);
        }
        work.WantedAgain = work.ToldToStop && alloc.DesiredStatus == AllocDesiredStatus.Run;
        if (work is { WantedAgain: true, Status: AllocClientStatus.Complete })
            Become(store, work, AllocClientStatus.Lost);
    }

    private void Forget(ClientStore store, Work work)
    {
        if (driver.IsLive(work.ID))
        {
            site.Laws.CheckForgotten(name, work.ID);
            driver.Kill(work.ID);
        }
        driver.Forget(work.ID);
        store.Remove(work.ID);
        known.Remove(work.ID);
        (work.Stopping, work.IsForgotten) = (true, true);
    }

    private async Task RunAsync(Process mine, ClientStore store, Work work, Allocation alloc)
    {
        work.Followed = true;
        if (work.Status == AllocClientStatus.Pending)
        {
            Keep(store, work);
            await Task.Delay(site.World.Between(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(600)), mine.Time);
            if (work.Stopping)
                return;
            work.InDeployment = alloc.DeploymentID.Length > 0;
            // Before the driver is asked: whoever comes after a crash must look for what it may have started.
            Keep(store, work);
            if (site.Flaw != ClientFlaw.StartsUnnoted)
                await store.FlushAsync();
            if (work.Stopping)
                return;
            driver.Start(mine, alloc, mine.Time.GetUtcNow());
            await Task.Yield();
            if (work.IsForgotten)
                return;
            Become(store, work, AllocClientStatus.Running);
            _ = FollowExitAsync(store, work);
        }
        // By the update rules of a deployment, or by the migrate rules that every service has.
        if (alloc.DeploymentID.Length > 0 || alloc.Job?.Type == JobTypes.Service)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), mine.Time);
            if (work.Status == AllocClientStatus.Running)
            {
                work.Healthy = true;
                Become(store, work, AllocClientStatus.Running);
            }
        }
    }

    private async Task FollowExitAsync(ClientStore store, Work work)
    {
        var status = await driver.ExitAsync(work.ID);
        Become(store, work, status);
    }

    private async Task StopAsync(Process mine, ClientStore store, Work work)
    {
        work.Stopping = true;
        await Task.Delay(site.World.Between(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(800)), mine.Time);
        if (driver.IsLive(work.ID))
            driver.Kill(work.ID);
        else if (!AllocClientStatus.IsTerminal(work.Status) && !driver.Knows(work.ID))
            Become(store, work, AllocClientStatus.Complete);
    }

    private static void Become(ClientStore store, Work work, string status)
    {
        if (status == AllocClientStatus.Failed && work.InDeployment)
            work.Healthy ??= false;
        // It did not come to its end by itself.
        if (work.WantedAgain && status == AllocClientStatus.Complete)
            status = AllocClientStatus.Lost;
        (work.Status, work.Reported) = (status, false);
        Keep(store, work);
    }

    private static void Keep(ClientStore store, Work work)
    {
        if (!work.IsForgotten)
            store.Put(new ClientStore.Record(work.ID, work.Status, work.InDeployment, work.Healthy, work.ToldToStop));
    }

    private async Task ReportAsync(Process mine, ClientStore store)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), mine.Time);
            var news = known.Values.Where(work => !work.Reported).OrderBy(work => work.ID, StringComparer.Ordinal).ToList();
            if (news.Count == 0)
                continue;
            foreach (var work in news)
                (work.Reported, work.Told) = (true, "");
            var reports = news.Select(work => new Allocation
            {
                ID = work.ID,
                ClientStatus = work.Status,
                TaskStates = driver.StatesOf(work.ID),
                DeploymentStatus = work.Healthy is { } healthy ? new AllocDeploymentStatus { Healthy = healthy, Timestamp = mine.Time.GetUtcNow() } : null,
            }).ToList();
            // What the servers hear must be found again after a crash.
            if (site.Flaw != ClientFlaw.TellsUnkept)
                await store.FlushAsync();
            var numbers = reports.Select(report => site.Reports.Made(report.ID, report.ClientStatus)).ToList();
            try
            {
                var index = await CallAsync(mine, server => server.Nodes.UpdateAllocationsAsync(new NodeAllocationUpdates(NodeId, "secret-" + name, reports), default), CallLimit);
                foreach (var (report, made) in reports.Zip(numbers))
                    site.Reports.Taken(report.ID, made, index, site.Laws.Newest);
                foreach (var (work, report) in news.Zip(reports))
                    work.Told = report.ClientStatus;
            }
            catch (Exception problem) when (Datacenter.IsUnanswered(problem))
            {
                foreach (var work in news)
                    work.Reported = false;
            }
        }
    }

    private Task<T> CallAsync<T>(Process mine, Func<ServerAgent, Task<T>> serve, TimeSpan limit) =>
        site.CallLeaderAsync(mine, name, site.World.Pick(site.Servers).Name, serve, limit);
}
