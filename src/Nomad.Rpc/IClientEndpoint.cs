using Nomad.Model.Requests;
using Nomad.Model.Services;
using Nomad.Model.Stats;
using Nomad.Model.Streams;

namespace Nomad.Rpc;

/// <summary>
/// What servers and the HTTP API ask of one client. Safe for any number of threads. Refusals are <see cref="RpcException"/> in
/// the original's words with their HTTP status (<c>Unknown allocation "…"</c> is 404).
/// </summary>
public interface IClientEndpoint
{
    string NodeId { get; }

    /// <summary>Whether the client keeps files or state of this allocation.</summary>
    bool HasAllocation(string allocationId);

    Task<IReadOnlyList<AllocFileInfo>> ListFilesAsync(string allocationId, string path, CancellationToken cancel);

    Task<AllocFileInfo> StatFileAsync(string allocationId, string path, CancellationToken cancel);

    /// <summary>Raw bytes from <see cref="FileRange.Offset"/>, at most <see cref="FileRange.Limit"/> (0 = to the end).</summary>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadFileAsync(string allocationId, FileRange range, CancellationToken cancel);

    /// <summary>A file as frames; with follow it goes on as the file grows, with heartbeats (empty frames) in between.</summary>
    IAsyncEnumerable<StreamFrame> StreamFileAsync(string allocationId, FileStreamRequest request, CancellationToken cancel);

    /// <summary>A task's log over its rotated files as one stream of frames.</summary>
    IAsyncEnumerable<StreamFrame> StreamLogsAsync(string allocationId, LogStreamRequest request, CancellationToken cancel);

    /// <summary>Resource use of an allocation; <paramref name="task"/> "" = all tasks.</summary>
    Task<AllocResourceUsage> AllocationStatsAsync(string allocationId, string task, CancellationToken cancel);

    Task<HostStats> HostStatsAsync(CancellationToken cancel);

    /// <summary>Latest results of the checks the client runs itself, by check ID.</summary>
    Task<IReadOnlyDictionary<string, CheckQueryResult>> ChecksAsync(string allocationId, CancellationToken cancel);

    /// <summary>Forgets a finished allocation and removes its files.</summary>
    Task CollectAllocationAsync(string allocationId, CancellationToken cancel);

    /// <summary>Forgets every finished allocation.</summary>
    Task CollectAllAsync(CancellationToken cancel);

    /// <summary>Restarts one task, or all running tasks when <paramref name="task"/> is ""; <paramref name="allTasks"/> also those that ended.</summary>
    Task RestartAsync(string allocationId, string task, bool allTasks, CancellationToken cancel);

    /// <summary>Sends a signal to one task, or to all running tasks when <paramref name="task"/> is "".</summary>
    Task SignalAsync(string allocationId, string task, string signal, CancellationToken cancel);

    /// <summary>Pauses a task, lets it run, or leaves it to its schedule: <c>pause</c>, <c>run</c>, <c>scheduled</c>.</summary>
    Task PauseAsync(string allocationId, string task, string state, CancellationToken cancel);

    /// <summary>How a task stands to its schedule: a value of <see cref="Nomad.Model.Allocations.PauseStandings"/>.</summary>
    Task<string> PauseStandingAsync(string allocationId, string task, CancellationToken cancel);

    /// <summary>Runs a command inside a task's environment; ends after the frame that carries the exit code.</summary>
    IAsyncEnumerable<ExecStreamingOutput> ExecAsync(
        string allocationId, ExecRequest request, IAsyncEnumerable<ExecStreamingInput> input, CancellationToken cancel);

    Task<NodeMetaResponse> MetadataAsync(CancellationToken cancel);

    /// <summary>Sets (text) or unsets (null) metadata keys of the node.</summary>
    Task<NodeMetaResponse> ApplyMetadataAsync(IReadOnlyDictionary<string, string?> changes, CancellationToken cancel);
}

/// <summary>A part of a file in an allocation's directory.</summary>
public sealed record FileRange(string Path, long Offset = 0, long Limit = 0);

/// <summary>Follow a file from an offset counted from <paramref name="Origin"/> (<c>start</c> or <c>end</c>).</summary>
public sealed record FileStreamRequest(string Path, long Offset = 0, string Origin = "start", bool Follow = true);

/// <summary>A log of a task: <paramref name="Type"/> is <c>stdout</c> or <c>stderr</c>.</summary>
public sealed record LogStreamRequest(string Task, string Type, long Offset = 0, string Origin = "start", bool Follow = false);

/// <summary>A command for a task; a terminal is allocated when <paramref name="Tty"/>.</summary>
public sealed record ExecRequest(string Task, IReadOnlyList<string> Command, bool Tty);
