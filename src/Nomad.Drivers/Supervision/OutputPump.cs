using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Nomad.Drivers.Processes;

namespace Nomad.Drivers.Supervision;

/// <summary>One thread that moves the output of all tasks from their pipes to where it goes.</summary>
internal sealed unsafe class OutputPump
{
    private const int BufferBytes = 64 * 1024;

    private readonly ConcurrentQueue<Source> _added = new();
    private readonly PipePair _wake = PipePair.Open();

    public delegate void Sink(ReadOnlySpan<byte> data);

    public void Begin() => new Thread(Run, 256 * 1024) { IsBackground = true, Name = "output" }.Start();

    /// <summary>Takes over the descriptor. Completes at the end of the stream, after the last call of the sink.</summary>
    public Task Add(int descriptor, Sink sink)
    {
        Source source = new(descriptor, sink);
        _added.Enqueue(source);
        byte one = 1;
        _ = Native.Write(_wake.WriteEnd, &one, 1);
        return source.Ended.Task;
    }

    /// <summary>The same on a thread of its own, for a sink that may block.</summary>
    public static Task CopyAsync(int descriptor, Sink sink)
    {
        Source source = new(descriptor, sink);
        new Thread(() =>
        {
            var buffer = new byte[BufferBytes];
            while (Move(source, buffer))
            {
                // Until the end of the stream.
            }
        }, 256 * 1024)
        { IsBackground = true, Name = "exec output" }.Start();
        return source.Ended.Task;
    }

    private void Run()
    {
        List<Source> sources = [];
        var buffer = new byte[BufferBytes];
        while (true)
        {
            var entries = new Native.PollEntry[sources.Count + 1];
            entries[0] = new Native.PollEntry { Descriptor = _wake.ReadEnd, Events = Native.PollIn };
            for (var i = 0; i < sources.Count; i++)
                entries[i + 1] = new Native.PollEntry { Descriptor = sources[i].Descriptor, Events = Native.PollIn };
            fixed (Native.PollEntry* first = entries)
                _ = Native.Poll(first, (nuint)entries.Length, -1);
            for (var i = sources.Count - 1; i >= 0; i--)
            {
                if (entries[i + 1].Results != 0 && !Move(sources[i], buffer))
                    sources.RemoveAt(i);
            }

            if (entries[0].Results != 0)
            {
                fixed (byte* first = buffer)
                    _ = Native.Read(_wake.ReadEnd, first, buffer.Length);
            }

            while (_added.TryDequeue(out var added))
                sources.Add(added);
        }
    }

    private static bool Move(Source source, byte[] buffer)
    {
        nint count;
        fixed (byte* first = buffer)
            count = Native.Read(source.Descriptor, first, buffer.Length);
        if (count > 0)
        {
            source.Sink(buffer.AsSpan(0, (int)count));
            return true;
        }

        // A terminal whose other side has closed answers EIO: an end like any other.
        if (count < 0 && Marshal.GetLastPInvokeError() is Native.Interrupted or Native.TryAgain)
            return true;
        _ = Native.Close(source.Descriptor);
        source.Ended.TrySetResult();
        return false;
    }

    private sealed record Source(int Descriptor, Sink Sink)
    {
        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
