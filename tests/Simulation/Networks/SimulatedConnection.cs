using Nomad.Simulation.World;

namespace Nomad.Simulation.Networks;

/// <summary>
/// Bytes that go from one machine to another in pieces, in order, as over a connection: a piece comes late, or the connection breaks. One
/// that breaks without a word is noticed some time later, on each side by itself.
/// </summary>
internal sealed class SimulatedConnection
{
    public const int PieceBytes = 2048;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly SimulatedNetwork network;
    private readonly Process sender;
    private readonly string from;
    private readonly string to;
    private readonly byte[] content;
    private ITimer? silence;

    public SimulatedConnection(SimulatedNetwork network, Process sender, string from, string to, byte[] content)
    {
        (this.network, this.sender, this.from, this.to, this.content) = (network, sender, from, to, content);
        Alive();
    }

    /// <summary>The receiver hears nothing more.</summary>
    public sealed class BrokenException(string message) : IOException(message);

    /// <summary>The sender heard nothing for too long.</summary>
    public event Action<IOException>? Broken;

    /// <summary>The receiver has read up to here.</summary>
    public event Action<long>? Arrived;

    /// <summary>What the receiver reads, from an offset on.</summary>
    public Stream Open(Process receiver, long offset) => new Arriving(this, receiver, (int)offset);

    /// <summary>Tells the sender how it ended.</summary>
    public void Answer(Action arrive) => Back(() =>
    {
        silence?.Dispose();
        arrive();
    });

    private Process? Receiver { get; set; }

    private void Back(Action arrive)
    {
        if (Receiver is { } receiver)
            network.Stream(receiver, to, from, arrive);
    }

    private void Alive()
    {
        silence?.Dispose();
        silence = sender.Time.CreateTimer(_ => Broken?.Invoke(new IOException($"{to} takes no more of the snapshot")), null, Limit, Timeout.InfiniteTimeSpan);
    }

    private sealed class Arriving(SimulatedConnection way, Process receiver, int offset) : Stream
    {
        private int position = offset;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => position; set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            way.Receiver = receiver;
            var arrived = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            var count = Math.Min(PieceBytes, way.content.Length - position);
            way.Back(() =>
            {
                way.Alive();
                if (way.network.Breaks())
                    way.network.Stream(way.sender, way.from, way.to, () => arrived.TrySetException(new BrokenException("connection reset")));
                else
                    way.network.Stream(way.sender, way.from, way.to, () => arrived.TrySetResult(count));
            });
            using var late = receiver.Time.CreateTimer(_ => arrived.TrySetException(new BrokenException("connection timed out")), null, Limit, Timeout.InfiniteTimeSpan);
            using var registration = cancellationToken.UnsafeRegister(_ => arrived.TrySetCanceled(cancellationToken), null);
            var read = await arrived.Task;
            way.content.AsSpan(position, read).CopyTo(buffer.Span);
            position += read;
            way.Arrived?.Invoke(position);
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
