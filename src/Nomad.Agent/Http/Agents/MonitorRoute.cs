using System.Text;
using System.Text.Json;
using Nomad.Agent.Http.Queries;
using Nomad.Agent.Logging;
using Nomad.Model.Json;
using Nomad.Model.Logging;
using Nomad.Model.Streams;

namespace Nomad.Agent.Http.Agents;

/// <summary>The agent's log as it is written: frames with a heartbeat each second, or plain text (spec http-api §1.7).</summary>
internal sealed class MonitorRoute(AgentServices services)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(1);

    public async Task AnswerAsync(ApiCall call)
    {
        var level = Level(call.Text("log_level"));
        if (call.Text("node_id").Length > 0 && call.Text("server_id").Length > 0)
            throw HttpFailure.BadRequest("Cannot target node and server simultaneously");
        RequireLocal(call, services);
        var (plain, json) = (BooleanQuery.Read(call, "plain"), BooleanQuery.Read(call, "log_json"));
        var response = call.Http.Response;
        response.ContentType = plain ? "text/plain" : "application/json";
        using var watcher = services.Log.Watch(level);
        await response.Body.FlushAsync(call.Aborted);
        if (!plain)
            await WriteAsync(call, new StreamFrame());
        while (!call.Aborted.IsCancellationRequested)
        {
            var ready = watcher.Lines.WaitToReadAsync(call.Aborted).AsTask();
            if (await Task.WhenAny(ready, Task.Delay(Heartbeat, call.Aborted)) != ready)
            {
                if (!plain)
                    await WriteAsync(call, new StreamFrame());
                continue;
            }
            if (!await ready)
                return;
            var text = Take(watcher, json);
            if (plain)
            {
                await response.Body.WriteAsync(text, call.Aborted);
                await response.Body.FlushAsync(call.Aborted);
            }
            else
                await WriteAsync(call, new StreamFrame { Data = text, FileEvent = "log" });
        }
    }

    private static byte[] Take(AgentLog.Watcher watcher, bool json)
    {
        var text = new StringBuilder();
        if (watcher.TakeDropped() is > 0 and var lost)
            text.Append($"[WARN] Monitor dropped {lost} logs during monitor request\n");
        while (watcher.Lines.TryRead(out var line))
            text.Append(json ? line.ToJson() : line.ToString()).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static async Task WriteAsync(ApiCall call, StreamFrame frame)
    {
        await call.Http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(frame, ModelJson.Default.StreamFrame), call.Aborted);
        await call.Http.Response.Body.FlushAsync(call.Aborted);
    }

    /// <summary>Refuses questions about another agent: logs and facts of others travel over their own connections.</summary>
    public static void RequireLocal(ApiCall call, AgentServices services)
    {
        if (call.Text("node_id") is { Length: > 0 } node && node != services.Client?.NodeId)
            throw services.Server?.State.Snapshot().Node(node) is null ? HttpFailure.NotFound($"Unknown node {node}") : HttpFailure.NotFound("No path to node");
        if (call.Text("server_id") is { Length: > 0 } server && server != "leader" && server != $"{services.Configuration.NodeName}.{services.Configuration.Region}")
            throw HttpFailure.BadRequest($"unknown Nomad server {server}");
    }

    private static LogSeverity Level(string text) => text.ToUpperInvariant() switch
    {
        "" or "INFO" => LogSeverity.Info,
        "TRACE" => LogSeverity.Trace,
        "DEBUG" => LogSeverity.Debug,
        "WARN" => LogSeverity.Warn,
        "ERROR" => LogSeverity.Error,
        _ => throw HttpFailure.BadRequest($"Unknown log level: {text}"),
    };
}
