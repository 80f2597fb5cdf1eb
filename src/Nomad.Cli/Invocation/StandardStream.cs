using System.Runtime.InteropServices;

namespace Nomad.Cli.Invocation;

/// <summary>
/// Standard output or standard error as bytes. The console's own stream prepares the terminal and starts a thread before it
/// writes its first byte; a command that only prints needs neither. A reader that has gone away is no error, and neither is a
/// terminal that was closed: who stops work because of it still has to tell so to nobody.
/// </summary>
internal sealed partial class StandardStream : Stream
{
    private const int Interrupted = 4;
    private const int InputOutput = 5;
    private const int TryAgain = 11;
    private const int BrokenPipe = 32;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly int descriptor;
    private readonly bool terminal;

    private StandardStream(int descriptor)
    {
        this.descriptor = descriptor;
        terminal = IsTerminal(descriptor) == 1;
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static Stream Output() => new StandardStream(1);

    public static Stream Error() => new StandardStream(2);

    public override unsafe void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            nint written;
            fixed (byte* start = buffer)
                written = Write(descriptor, start, (nuint)buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }
            switch (Marshal.GetLastPInvokeError())
            {
                case Interrupted:
                    break;
                case TryAgain:
                    Thread.Sleep(Pause);
                    break;
                case BrokenPipe:
                case InputOutput when terminal:
                    return;
                case var other:
                    throw new IOException($"writing to standard {(descriptor == 1 ? "output" : "error")}: {Marshal.GetPInvokeErrorMessage(other)}");
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    [LibraryImport("libc", EntryPoint = "isatty")]
    private static partial int IsTerminal(int descriptor);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static unsafe partial nint Write(int descriptor, byte* bytes, nuint count);
}
