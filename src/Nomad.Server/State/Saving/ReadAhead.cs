using System.Runtime.ExceptionServices;

namespace Nomad.Server.State.Saving;

/// <summary>Rows are decoded on one thread while another files them, a bounded number of blocks apart.</summary>
internal static class ReadAhead
{
    private const int BlockRows = 512;
    private const int MaxBlocks = 16;

    /// <summary>Fewer rows than this are not worth a thread.</summary>
    private const int Few = 4096;

    /// <summary>
    /// Calls <paramref name="read"/> that many times and gives each result to <paramref name="take"/>, in order; the latter on the calling
    /// thread. Returns, or throws what either threw, when neither runs any more.
    /// </summary>
    public static void Each<T>(int count, Func<T> read, Action<T> take)
    {
        if (count >= Few)
        {
            Side(count, read, take);
            return;
        }
        for (var i = 0; i < count; i++)
            take(read());
    }

    private static void Side<T>(int count, Func<T> read, Action<T> take)
    {
        using var blocks = new BlockingCollection<T[]>(MaxBlocks);
        using var stop = new CancellationTokenSource();
        ExceptionDispatchInfo? failure = null;
        var reader = new Thread(() => failure = Decode(count, read, blocks, stop.Token)) { IsBackground = true, Name = "state reader" };
        reader.Start();
        try
        {
            foreach (var block in blocks.GetConsumingEnumerable())
            {
                foreach (var row in block)
                    take(row);
            }
        }
        finally
        {
            stop.Cancel();
            reader.Join();
        }
        failure?.Throw();
    }

    private static ExceptionDispatchInfo? Decode<T>(int count, Func<T> read, BlockingCollection<T[]> blocks, CancellationToken stop)
    {
        try
        {
            for (var done = 0; done < count; done += BlockRows)
            {
                var block = new T[Math.Min(BlockRows, count - done)];
                for (var i = 0; i < block.Length; i++)
                    block[i] = read();
                blocks.Add(block, stop);
            }
            return null;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception problem)
        {
            // The caller's to handle: it is thrown on its thread.
            return ExceptionDispatchInfo.Capture(problem);
        }
        finally
        {
            blocks.CompleteAdding();
        }
    }
}
