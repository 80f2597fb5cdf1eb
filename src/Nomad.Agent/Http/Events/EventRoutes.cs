using Nomad.Agent.Http.Routing;
using Nomad.Server.State;

namespace Nomad.Agent.Http.Events;

/// <summary>What changes in the cluster, as it changes (spec http-api §1.7, "event/stream").</summary>
internal sealed class EventRoutes(AgentServices services)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(30);

    // A reader that takes nothing for so long is cut off.
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(40);

    private static readonly byte[] Nothing = "{}\n"u8.ToArray();

    public IEnumerable<Route> All => [new(Verbs.Get, "/v1/event/stream", Access.Anyone, StreamAsync)];

    private async Task StreamAsync(ApiCall call)
    {
        var index = call.Options.Index;
        var filter = new EventTopicFilter(call.Http.Request.Query["topic"].Select(topic => topic ?? ""), call.Options.Namespace);
        var buffer = services.RequireServer().Events ?? throw HttpFailure.BadRequest("Event stream is not enabled on this server");
        var response = call.Http.Response;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-cache";
        await WriteAsync(call, Nothing);
        await using var commits = buffer.ReadAsync(index, call.Aborted).GetAsyncEnumerator(call.Aborted);
        var next = commits.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                if (await Task.WhenAny(next, Task.Delay(Heartbeat, call.Aborted)) != next)
                {
                    call.Aborted.ThrowIfCancellationRequested();
                    await WriteAsync(call, Nothing);
                    continue;
                }
                await next;
                var commit = commits.Current;
                next = commits.MoveNextAsync().AsTask();
                StateChange[] wanted = [.. commit.Changes.Where(change => EventJson.IsShown(change) && filter.Wants(change))];
                if (wanted.Length > 0)
                    await WriteAsync(call, EventJson.Line(commit.Index, wanted));
            }
        }
        catch (OperationCanceledException)
        {
            call.Http.Abort();
            await next.ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private static async Task WriteAsync(ApiCall call, ReadOnlyMemory<byte> line)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted);
        limit.CancelAfter(WriteLimit);
        await call.Http.Response.Body.WriteAsync(line, limit.Token);
        await call.Http.Response.Body.FlushAsync(limit.Token);
    }
}
