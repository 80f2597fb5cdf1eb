using System.Runtime.CompilerServices;
using Nomad.Model.Streams;
using Nomad.Rpc;

namespace Nomad.Client.Files;

/// <summary>Streams one file as frames and, on request, goes on as it grows, is cut, or goes away.</summary>
public sealed class FileFollower(AllocFiles files, TimeProvider time)
{
    public const int MaxFrameBytes = 64 << 10;

    /// <summary>How soon new bytes are seen. Polled: kernel notifications do not cross overlay and network file systems.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>An empty frame says the stream lives.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(1);

    public const string Deleted = "file deleted";
    public const string Truncated = "file truncated";

    public async IAsyncEnumerable<StreamFrame> StreamAsync(FileStreamRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var stream = files.OpenStream(request.Path);
        var name = request.Path.TrimStart('/');
        stream.Seek(Start(request.Origin, request.Offset, stream.Length), SeekOrigin.Begin);
        var quietSince = time.GetTimestamp();
        var block = new byte[MaxFrameBytes];
        while (true)
        {
            var offset = stream.Position;
            var count = await stream.ReadAsync(block, cancellation);
            if (count > 0)
            {
                quietSince = time.GetTimestamp();
                yield return new StreamFrame { File = name, Offset = offset + count, Data = block[..count] };
                continue;
            }
            if (!request.Follow)
                yield break;
            if (stream.Length < stream.Position)
            {
                stream.Seek(0, SeekOrigin.Begin);
                yield return new StreamFrame { File = name, FileEvent = Truncated };
                continue;
            }
            if (!files.Exists(request.Path))
            {
                yield return new StreamFrame { File = name, Offset = stream.Position, FileEvent = Deleted };
                yield break;
            }
            await Task.Delay(PollInterval, time, cancellation);
            if (time.GetElapsedTime(quietSince) < Heartbeat)
                continue;
            quietSince = time.GetTimestamp();
            yield return new StreamFrame();
        }
    }

    /// <summary>Where reading begins; offsets beyond the file are brought back into it.</summary>
    public static long Start(string origin, long offset, long length) => origin switch
    {
        "" or "start" => Math.Clamp(offset, 0, length),
        "end" => Math.Clamp(length - Math.Max(0, offset), 0, length),
        _ => throw RpcException.BadRequest("origin must be start or end"),
    };
}
