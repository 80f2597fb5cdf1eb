using System.Text.Json;
using Nomad.Model.Events;
using Nomad.Model.Json;

namespace Nomad.Api;

/// <summary>The stream of what changes in a cluster.</summary>
public sealed class EventsApi(NomadClient client)
{
    /// <summary>
    /// Batches of events from an index on, until cancelled. <paramref name="topics"/> are <c>Topic</c> or <c>Topic:key</c>, none = all.
    /// The agent sends an empty batch every few seconds to show that it lives; those are passed over.
    /// </summary>
    public async IAsyncEnumerable<EventBatch> StreamAsync(IReadOnlyList<string> topics, ulong index = 0, Query? query = null,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop = default)
    {
        var path = "/v1/event/stream" + (topics.Count == 0 ? "" : "?" + string.Join('&', topics.Select(topic => "topic=" + Uri.EscapeDataString(topic))));
        await using var stream = await client.OpenAsync(path, (query ?? Query.None) with { Index = index }, stop);
        await foreach (var batch in JsonSerializer.DeserializeAsyncEnumerable(stream, ModelJson.Default.EventBatch, topLevelValues: true, stop))
            if (batch?.Events is { Count: > 0 })
                yield return batch;
    }
}
