using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Nomad.Drivers;
using Nomad.Model.Streams;
using Nomad.Rpc;

namespace Nomad.Client.Tasks;

/// <summary>Connects a command running beside a task with the frames of the one who asked for it.</summary>
internal static class TaskExec
{
    private const int BlockBytes = 16 << 10;

    /// <summary>Frames on the way; a reader that does not read stops the command's output, not the agent's memory.</summary>
    private const int MaxFrames = 64;

    public static async IAsyncEnumerable<ExecStreamingOutput> RunAsync(
        (IDriver Driver, string TaskId) task, Nomad.Rpc.ExecRequest request, IAsyncEnumerable<ExecStreamingInput> input,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var session = await StartAsync(task, request, cancellation);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var frames = Channel.CreateBounded<ExecStreamingOutput>(MaxFrames);
        var feeding = FeedAsync(session, input, over.Token);
        var pumping = PumpAllAsync(session, frames.Writer, over.Token);
        try
        {
            while (await frames.Reader.WaitToReadAsync(cancellation))
            {
                while (frames.Reader.TryRead(out var frame))
                    yield return frame;
            }
            await pumping;
        }
        finally
        {
            await over.CancelAsync();
            await feeding;
        }
    }

    private static async Task<ExecSession> StartAsync((IDriver Driver, string TaskId) task, Nomad.Rpc.ExecRequest request, CancellationToken cancellation)
    {
        try
        {
            return await task.Driver.ExecAsync(task.TaskId, new Nomad.Drivers.ExecRequest(request.Command, request.Tty), cancellation);
        }
        catch (DriverException problem)
        {
            throw RpcException.BadRequest(problem.Message);
        }
    }

    private static async Task PumpAllAsync(ExecSession session, ChannelWriter<ExecStreamingOutput> frames, CancellationToken cancellation)
    {
        try
        {
            await Task.WhenAll(
                PumpAsync(session.StandardOutput, frames, operation => new ExecStreamingOutput { Stdout = operation }, cancellation),
                PumpAsync(session.StandardError, frames, operation => new ExecStreamingOutput { Stderr = operation }, cancellation));
            var exit = await session.Exited.WaitAsync(cancellation);
            await frames.WriteAsync(new ExecStreamingOutput { Exited = true, Result = new ExecStreamingExitResult { ExitCode = exit.ExitCode } }, cancellation);
            frames.Complete();
        }
        catch (Exception problem)
        {
            frames.Complete(problem);
        }
    }

    private static async Task PumpAsync(
        Stream from, ChannelWriter<ExecStreamingOutput> frames, Func<ExecStreamingOperation, ExecStreamingOutput> wrap, CancellationToken cancellation)
    {
        var block = new byte[BlockBytes];
        for (int count; (count = await from.ReadAsync(block, cancellation)) > 0;)
            await frames.WriteAsync(wrap(new ExecStreamingOperation { Data = block[..count] }), cancellation);
        await frames.WriteAsync(wrap(new ExecStreamingOperation { Close = true }), cancellation);
    }

    private static async Task FeedAsync(ExecSession session, IAsyncEnumerable<ExecStreamingInput> input, CancellationToken cancellation)
    {
        try
        {
            await foreach (var frame in input.WithCancellation(cancellation))
            {
                if (frame.TtySize is { } size)
                    await session.ResizeAsync(size.Height, size.Width, cancellation);
                if (frame.Stdin?.Data is { Length: > 0 } data)
                {
                    await session.StandardInput.WriteAsync(data, cancellation);
                    await session.StandardInput.FlushAsync(cancellation);
                }
                if (frame.Stdin is { Close: true })
                    await session.StandardInput.DisposeAsync();
            }
        }
        catch (Exception problem) when (problem is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The command or its asker is gone; the output says how it ended.
        }
    }
}
