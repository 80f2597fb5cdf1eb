using System.Text.Json;
using Nomad.Model.Json;
using Nomad.Model.Streams;

namespace Nomad.Api;

/// <summary>Reads the frames of a log, file or monitor stream that was not asked for as plain text: JSON objects one after the other.</summary>
public static class FramedStream
{
    /// <summary>The frames of a stream in order, without the empty ones that only show that the agent lives.</summary>
    public static async IAsyncEnumerable<StreamFrame> ReadAsync(Stream stream,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop = default)
    {
        await foreach (var frame in JsonSerializer.DeserializeAsyncEnumerable(stream, ModelJson.Default.StreamFrame, topLevelValues: true, stop))
            if (frame is not null and not { Data: null, File: null or "", FileEvent: null or "" })
                yield return frame;
    }
}
