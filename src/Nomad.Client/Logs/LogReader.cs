using System.Runtime.CompilerServices;
using Nomad.Client.Files;
using Nomad.Model.Streams;
using Nomad.Rpc;

namespace Nomad.Client.Logs;

/// <summary>Streams a task's log across its rotated files and, on request, goes on while the task writes.</summary>
public sealed class LogReader(AllocFiles files, TimeProvider time)
{
    /// <param name="request">What to read.</param>
    /// <param name="ended">Whether the task will write no more; asked before a follower gives up waiting.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public async IAsyncEnumerable<StreamFrame> StreamAsync(
        LogStreamRequest request, Func<bool> ended, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (request.Type is not ("stdout" or "stderr"))
            throw RpcException.BadRequest("Must provide log type (stdout/stderr)");
        var log = new LogFiles(files, request.Task, request.Type);
        var position = LogFiles.Find(log.List(), request.Origin, request.Offset);
        var quietSince = time.GetTimestamp();
        while (true)
        {
            // Asked before the read: whatever was written before the end is then read in this round.
            var over = ended();
            await foreach (var frame in ReadOnAsync(log, position, cancellation))
            {
                position = position with { Offset = frame.Offset };
                quietSince = time.GetTimestamp();
                yield return frame;
            }
            if (log.List().FirstOrDefault(file => file.Index > position.Index) is { } next)
            {
                // The task may have written between our last read and the rotation.
                await foreach (var frame in ReadOnAsync(log, position, cancellation))
                    yield return frame;
                position = new LogPosition(next.Index, 0);
                continue;
            }
            if (!request.Follow || over)
                yield break;
            await Task.Delay(FileFollower.PollInterval, time, cancellation);
            if (time.GetElapsedTime(quietSince) < FileFollower.Heartbeat)
                continue;
            quietSince = time.GetTimestamp();
            yield return new StreamFrame();
        }
    }

    private async IAsyncEnumerable<StreamFrame> ReadOnAsync(
        LogFiles log, LogPosition position, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var path = log.PathOf(position.Index);
        if (!files.Exists(path))
            yield break;
        await using var stream = files.OpenStream(path);
        stream.Seek(position.Offset, SeekOrigin.Begin);
        var block = new byte[FileFollower.MaxFrameBytes];
        for (int count; (count = await stream.ReadAsync(block, cancellation)) > 0;)
            yield return new StreamFrame { File = path, Offset = stream.Position, Data = block[..count] };
    }
}
