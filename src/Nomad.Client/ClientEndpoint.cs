using System.Runtime.CompilerServices;
using Nomad.Client.Allocations;
using Nomad.Client.Files;
using Nomad.Client.GarbageCollection;
using Nomad.Client.Logs;
using Nomad.Client.Registration;
using Nomad.Client.Stats;
using Nomad.Client.Tasks;
using Nomad.Drivers;
using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Jobs;
using Nomad.Model.Requests;
using Nomad.Model.Services;
using Nomad.Model.Stats;
using Nomad.Model.Streams;
using Nomad.Rpc;

namespace Nomad.Client;

/// <summary>Answers what servers and the HTTP API ask of this client.</summary>
internal sealed class ClientEndpoint(ClientAgent client, HostSampler host, GarbageCollector garbage, TimeProvider time) : IClientEndpoint
{
    public string NodeId => client.NodeId;

    public bool HasAllocation(string allocationId) => client.Allocations.Find(allocationId) is not null;

    public Task<IReadOnlyList<AllocFileInfo>> ListFilesAsync(string allocationId, string path, CancellationToken cancel) =>
        Task.FromResult(Files(allocationId).List(path));

    public Task<AllocFileInfo> StatFileAsync(string allocationId, string path, CancellationToken cancel) =>
        Task.FromResult(Files(allocationId).Stat(path));

    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadFileAsync(string allocationId, FileRange range, CancellationToken cancel) =>
        Files(allocationId).ReadAsync(range.Path, range.Offset, range.Limit, cancel);

    public IAsyncEnumerable<StreamFrame> StreamFileAsync(string allocationId, FileStreamRequest request, CancellationToken cancel) =>
        new FileFollower(Files(allocationId), time).StreamAsync(request, cancel);

    public IAsyncEnumerable<StreamFrame> StreamLogsAsync(string allocationId, LogStreamRequest request, CancellationToken cancel)
    {
        var runner = Runner(allocationId);
        var task = Find(runner, request.Task);
        if (task.State.StartedAt == default)
            throw RpcException.NotFound($"task \"{request.Task}\" not started yet. No logs available");
        return new LogReader(Files(allocationId), time).StreamAsync(request, () => task.State.State == TaskStateNames.Dead, cancel);
    }

    public async Task<AllocResourceUsage> AllocationStatsAsync(string allocationId, string task, CancellationToken cancel)
    {
        var runner = Runner(allocationId);
        var found = new Dictionary<string, TaskResourceUsage>(StringComparer.Ordinal);
        foreach (var each in task.Length > 0 ? [Find(runner, task)] : runner.Tasks)
        {
            if (each.State.State == TaskStateNames.Running && await SampleAsync(each, cancel) is { } usage)
                found[each.Task.Name] = usage;
        }
        return new AllocResourceUsage
        {
            Tasks = found,
            ResourceUsage = UsageSum.Of(found.Values.Select(usage => usage.ResourceUsage!)),
            Timestamp = found.Count > 0 ? found.Values.Max(usage => usage.Timestamp) : 0,
        };
    }

    public Task<HostStats> HostStatsAsync(CancellationToken cancel) => Task.FromResult(host.Sample(client.TotalCompute));

    /// <summary>This client runs no checks of its own, so there are no results.</summary>
    public Task<IReadOnlyDictionary<string, CheckQueryResult>> ChecksAsync(string allocationId, CancellationToken cancel)
    {
        Runner(allocationId);
        return Task.FromResult<IReadOnlyDictionary<string, CheckQueryResult>>(new Dictionary<string, CheckQueryResult>());
    }

    public async Task CollectAllocationAsync(string allocationId, CancellationToken cancel)
    {
        if (!Runner(allocationId).IsTerminal)
            throw RpcException.BadRequest($"allocation \"{allocationId}\" is not terminal; stop it before collecting it");
        await client.Allocations.CollectAsync(allocationId, cancel);
    }

    public Task CollectAllAsync(CancellationToken cancel) => garbage.CollectAllAsync(cancel);

    public Task RestartAsync(string allocationId, string task, bool allTasks, CancellationToken cancel)
    {
        var runner = Runner(allocationId);
        if (task.Length == 0)
        {
            runner.RestartAll(allTasks);
            return Task.CompletedTask;
        }
        var found = runner.Tasks.FirstOrDefault(each => each.Task.Name == task)
            ?? throw new RpcException($"Could not find task runner for task: {task}");
        if (found.State.State != TaskStateNames.Running)
            throw RpcException.BadRequest("Task not running");
        found.Restart("User requested task to restart");
        return Task.CompletedTask;
    }

    public async Task SignalAsync(string allocationId, string task, string signal, CancellationToken cancel)
    {
        var runner = Runner(allocationId);
        foreach (var each in task.Length > 0 ? [Find(runner, task)] : runner.Tasks.Where(each => each.State.State == TaskStateNames.Running))
        {
            try
            {
                await each.SignalAsync(signal, cancel);
            }
            catch (DriverException problem)
            {
                throw RpcException.BadRequest($"Failed to signal task: {each.Task.Name}, err: {problem.Message}");
            }
        }
    }

    public Task PauseAsync(string allocationId, string task, string state, CancellationToken cancel)
    {
        var found = Find(Runner(allocationId), task);
        if (state is not (ScheduleStates.Pause or ScheduleStates.Run or ScheduleStates.Scheduled))
            throw RpcException.BadRequest("Not a valid task schedule state");
        if (found.State.State == TaskStateNames.Dead)
            throw RpcException.BadRequest($"task \"{task}\" has ended; only a task that runs or will run can be paused");
        found.Schedule(state);
        return Task.CompletedTask;
    }

    public Task<string> PauseStandingAsync(string allocationId, string task, CancellationToken cancel) =>
        Task.FromResult(Find(Runner(allocationId), task).Standing);

    public IAsyncEnumerable<ExecStreamingOutput> ExecAsync(
        string allocationId, Nomad.Rpc.ExecRequest request, IAsyncEnumerable<ExecStreamingInput> input, CancellationToken cancel)
    {
        if (client.Options.DisableRemoteExec)
            throw new RpcException("Permission denied: exec is disabled on this client (disable_remote_exec)", 403);
        if (request.Command.Count == 0)
            throw RpcException.BadRequest("command is not present");
        var task = Find(Runner(allocationId), request.Task);
        return TaskExec.RunAsync(Running(task), request, input, cancel);
    }

    public Task<NodeMetaResponse> MetadataAsync(CancellationToken cancel) => Task.FromResult(new NodeMetaResponse
    {
        Meta = client.Node.Meta,
        Dynamic = client.DynamicMeta,
        Static = NodeAssembly.Meta(client.Options, new Dictionary<string, string?>()),
    });

    public async Task<NodeMetaResponse> ApplyMetadataAsync(IReadOnlyDictionary<string, string?> changes, CancellationToken cancel)
    {
        await client.ChangeMetaAsync(changes);
        return await MetadataAsync(cancel);
    }

    private static async Task<TaskResourceUsage?> SampleAsync(TaskRunner task, CancellationToken cancel)
    {
        try
        {
            var (driver, id) = task.Running();
            var sample = await driver.StatsAsync(id, cancel);
            return new TaskResourceUsage { ResourceUsage = sample.Usage, Timestamp = sample.TimestampNanoseconds, Pids = sample.Pids };
        }
        catch (DriverException)
        {
            // It ended meanwhile.
            return null;
        }
    }

    private static (IDriver Driver, string TaskId) Running(TaskRunner task)
    {
        try
        {
            return task.Running();
        }
        catch (DriverException)
        {
            throw new RpcException($"task \"{task.Task.Name}\" is not running.", 404);
        }
    }

    private AllocRunner Runner(string allocationId) => client.Allocations.Find(allocationId)
        ?? throw RpcException.NotFound($"Unknown allocation \"{allocationId}\"");

    private AllocFiles Files(string allocationId) => new(Runner(allocationId).Folder.Path);

    private static TaskRunner Find(AllocRunner runner, string task) => runner.Tasks.FirstOrDefault(each => each.Task.Name == task)
        ?? throw RpcException.BadRequest(task.Length == 0 ? "Required parameter task is missing" : $"unknown task name \"{task}\"");
}
