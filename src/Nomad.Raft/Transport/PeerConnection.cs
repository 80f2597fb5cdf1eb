using System.Net.Sockets;
using System.Threading.Channels;

namespace Nomad.Raft.Transport;

/// <summary>Messages to one peer: a bounded queue and a loop that writes what waits in one go. What does not fit is lost, as Raft expects of a network.</summary>
internal sealed class PeerConnection : IAsyncDisposable
{
    private const int MaxQueued = 1024;
    private const int MaxWriteBytes = 1024 * 1024;

    private static readonly TimeSpan DialTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    private readonly Channel<RaftMessage> queue = Channel.CreateBounded<RaftMessage>(
        new BoundedChannelOptions(MaxQueued) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite }); // newer heartbeats come anyway

    private readonly Func<CancellationToken, Task<Stream>> dial;
    private readonly Task running;

    public PeerConnection(Func<CancellationToken, Task<Stream>> dial, CancellationToken stop)
    {
        this.dial = dial;
        running = Task.Run(() => RunAsync(stop), CancellationToken.None);
    }

    public void Send(RaftMessage message) => queue.Writer.TryWrite(message);

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await running;
    }

    private async Task RunAsync(CancellationToken stop)
    {
        var pause = FirstPause;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await queue.Reader.WaitToReadAsync(stop); // dial only when there is something to say
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
                limit.CancelAfter(DialTimeout);
                await using var stream = await dial(limit.Token);
                pause = FirstPause;
                await WriteAsync(stream, stop);
                return;
            }
            catch (Exception error) when (!stop.IsCancellationRequested && error is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                while (queue.Reader.TryRead(out _))
                {
                    // what waited for a dead connection is old
                }

                // Real sockets go by the real clock: a simulation has a transport of its own.
                await Task.Delay(pause, TimeProvider.System, stop).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task WriteAsync(Stream stream, CancellationToken stop)
    {
        var buffer = new MemoryStream();
        while (await queue.Reader.WaitToReadAsync(stop))
        {
            buffer.SetLength(0);
            while (buffer.Length < MaxWriteBytes && queue.Reader.TryRead(out var message))
            {
                buffer.Write(RaftFrames.Frame(message));
            }

            await stream.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), stop);
            await stream.FlushAsync(stop);
        }
    }
}
