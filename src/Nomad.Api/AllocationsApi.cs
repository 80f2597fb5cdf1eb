using System.Text;
using System.Text.Json.Nodes;
using Nomad.Model.Allocations;
using Nomad.Model.Json;
using Nomad.Model.Requests;
using Nomad.Model.Stats;
using Nomad.Model.Streams;

namespace Nomad.Api;

/// <summary>Allocations, their files, their logs, and what can be done to them.</summary>
public sealed class AllocationsApi(NomadClient client)
{
    public Task<Answer<IReadOnlyList<AllocListStub>>> ListAsync(Query? query = null, CancellationToken stop = default) =>
        client.GetAsync("/v1/allocations", json => json.ListOfAllocListStub, query, stop);

    public Task<Answer<Allocation>> GetAsync(string id, Query? query = null, CancellationToken stop = default) =>
        client.GetAsync("/v1/allocation/" + id, json => json.Allocation, query, stop);

    public Task<Answer<AllocStopResponse>> StopAsync(string id, Query? query = null, CancellationToken stop = default) =>
        client.PutAsync("/v1/allocation/" + id + "/stop", "", ModelJson.Default.String, ModelJson.Default.AllocStopResponse, query, stop);

    public Task<Answer<AllocResourceUsage>> StatsAsync(string id, Query? query = null, CancellationToken stop = default) =>
        client.GetAsync("/v1/client/allocation/" + id + "/stats", json => json.AllocResourceUsage, query, stop);

    /// <summary>Restarts one task, or with <paramref name="task"/> "" all that run (<paramref name="all"/>: also the finished).</summary>
    public Task RestartAsync(string id, string task, bool all, CancellationToken stop = default) =>
        PutAsync("/v1/client/allocation/" + id + "/restart", new JsonObject { ["TaskName"] = task, ["AllTasks"] = all }, stop);

    public Task SignalAsync(string id, string task, string signal, CancellationToken stop = default) =>
        PutAsync("/v1/client/allocation/" + id + "/signal", new JsonObject { ["Task"] = task, ["Signal"] = signal }, stop);

    /// <param name="state">`pause`, `run`, or `scheduled` to leave the task to its schedule.</param>
    public Task PauseAsync(string id, string task, string state, CancellationToken stop = default) =>
        PutAsync("/v1/client/allocation/" + id + "/pause", new JsonObject { ["Task"] = task, ["ScheduleState"] = state }, stop);

    /// <summary>How a task stands to its schedule: `force_pause`, `scheduled_pause`, `force_run`, or empty when it runs as its schedule says.</summary>
    public async Task<string> PauseStateAsync(string id, string task, CancellationToken stop = default) =>
        (await client.GetAsync("/v1/client/allocation/" + id + "/pause", json => json.JsonElement, Query.None.With("task", task), stop))
            .Value.GetProperty("ScheduleState").GetString() ?? "";

    public Task<Answer<IReadOnlyList<AllocFileInfo>>> ListFilesAsync(string id, string path, Query? query = null, CancellationToken stop = default) =>
        client.GetAsync("/v1/client/fs/ls/" + id, json => json.ListOfAllocFileInfo, (query ?? Query.None).With("path", path), stop);

    public Task<Answer<AllocFileInfo>> StatFileAsync(string id, string path, Query? query = null, CancellationToken stop = default) =>
        client.GetAsync("/v1/client/fs/stat/" + id, json => json.AllocFileInfo, (query ?? Query.None).With("path", path), stop);

    /// <summary>A whole file.</summary>
    public Task<Stream> CatAsync(string id, string path, Query? query = null, CancellationToken stop = default) =>
        client.OpenAsync("/v1/client/fs/cat/" + id, (query ?? Query.None).With("path", path), stop);

    /// <summary>A file as raw bytes from an offset counted from <paramref name="origin"/> (<c>start</c> or <c>end</c>), followed for ever when asked.</summary>
    public Task<Stream> StreamFileAsync(string id, string path, StreamPosition position, Query? query = null, CancellationToken stop = default) =>
        client.OpenAsync("/v1/client/fs/stream/" + id, position.On(query).With("path", path).With("plain", true), stop);

    /// <summary>A task's output (<c>stdout</c> or <c>stderr</c>) as raw bytes.</summary>
    public Task<Stream> LogsAsync(string id, string task, string type, StreamPosition position, Query? query = null, CancellationToken stop = default) =>
        client.OpenAsync("/v1/client/fs/logs/" + id, position.On(query).With("task", task).With("type", type).With("plain", true), stop);

    private Task PutAsync(string path, JsonObject body, CancellationToken stop) =>
        client.SendTextAsync(HttpMethod.Put, path, Encoding.UTF8.GetBytes(body.ToJsonString()), null, stop);
}
