using Nomad.Model.Allocations;
using Nomad.Simulation.Workload;
using Nomad.Simulation.World;

namespace Nomad.Simulation.Cluster;

/// <summary>
/// Starts processes that only take time. They are the machine's: they go on and end while the client's program is away, and are all gone
/// after the machine went down.
/// </summary>
internal sealed class SimulatedDriver(Datacenter site, string machine)
{
    private readonly Dictionary<string, Started> processes = new(StringComparer.Ordinal);

    private sealed class Started(Allocation alloc, DateTimeOffset at)
    {
        public readonly string Name = alloc.Name;
        public readonly DateTimeOffset? At = RoamingWork.IsOf(alloc.JobID) ? at : null;
        public readonly TaskCompletionSource<string> Exit = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsLive => !Exit.Task.IsCompleted;
    }

    /// <summary>Allocations whose process runs.</summary>
    public IEnumerable<string> Live => processes.Where(each => each.Value.IsLive).Select(each => each.Key).Order(StringComparer.Ordinal);

    /// <summary>Whether it knows a process of the allocation, even one that has ended.</summary>
    public bool Knows(string id) => processes.ContainsKey(id);

    public bool IsLive(string id) => processes.TryGetValue(id, out var task) && task.IsLive;

    /// <summary>Completes with the client status that follows from how the process ended.</summary>
    public Task<string> ExitAsync(string id) => processes[id].Exit.Task;

    /// <exception cref="IOException">The program that asks is no more.</exception>
    public void Start(Process program, Allocation alloc, DateTimeOffset at)
    {
        if (program.IsDead)
            throw new IOException("this machine is down");
        if (IsLive(alloc.ID))
            throw site.Broken("one-process", $"{machine} starts {alloc.Name} {alloc.ID[..8]} though it runs there");
        if (site.Reports.IsOver(alloc.ID))
            throw site.Broken("done-again", $"{machine} starts {alloc.Name} {alloc.ID[..8]} though the servers know that it has ended");
        var task = processes[alloc.ID] = new Started(alloc, at);
        if (alloc.Job?.Type is "batch" or "sysbatch")
            site.World.After(site.World.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(6)), () => task.Exit.TrySetResult(AllocClientStatus.Complete));
        else if (site.World.Chance(0.1) && site.Unrest)
            site.World.After(site.World.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10)), () => Fail(task));
    }

    public void Kill(string id) => processes[id].Exit.TrySetResult(AllocClientStatus.Complete);

    /// <summary>Since when it runs by the machine's clock, where that matters to somebody.</summary>
    public IReadOnlyDictionary<string, TaskState>? StatesOf(string id) => processes.TryGetValue(id, out var task) && task is { IsLive: true, At: { } at }
        ? new Dictionary<string, TaskState> { ["t"] = new() { State = TaskStateNames.Running, StartedAt = at } } : null;

    /// <summary>How it ended will not be asked for any more.</summary>
    public void Forget(string id) => processes.Remove(id);

    /// <summary>The machine went down.</summary>
    public void LoseAll() => processes.Clear();

    /// <summary>A program has taken over what it knows of: nobody may look after nothing.</summary>
    public void CheckKnown(ICollection<string> known)
    {
        if (Live.FirstOrDefault(id => !known.Contains(id)) is { } ghost)
            throw site.Broken("ghost", $"{machine} runs {processes[ghost].Name} {ghost[..8]} and its client does not know of it");
    }

    private void Fail(Started task)
    {
        if (site.Unrest)
            task.Exit.TrySetResult(AllocClientStatus.Failed);
    }
}
