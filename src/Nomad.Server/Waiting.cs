namespace Nomad.Server;

/// <summary>
/// Waiting for tasks that others complete. Unlike <see cref="Task.WaitAsync(CancellationToken)"/> and <see cref="Task.WhenAny(Task[])"/>,
/// which pass through the pool, these go on where the caller's tasks run, so that a simulation keeps hold of everything.
/// </summary>
internal static class Waiting
{
    /// <exception cref="TimeoutException">It was not complete within the limit.</exception>
    public static async Task WithinAsync(this Task task, TimeSpan limit, TimeProvider time, CancellationToken cancel)
    {
        await AnyWithinAsync([task], limit, time, cancel);
        await task;
    }

    public static Task WithinAsync(this Task task, CancellationToken cancel) => task.WithinAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);

    public static async Task<T> WithinAsync<T>(this Task<T> task, CancellationToken cancel)
    {
        await AnyWithinAsync([task], Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
        return await task;
    }

    /// <summary>Ends when one of them is complete, however it ended.</summary>
    /// <exception cref="TimeoutException">None was complete within the limit.</exception>
    public static async Task AnyWithinAsync(IReadOnlyList<Task> tasks, TimeSpan limit, TimeProvider time, CancellationToken cancel)
    {
        if (tasks.Any(task => task.IsCompleted))
            return;
        cancel.ThrowIfCancellationRequested();
        var woken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // Takes the continuations off tasks that live longer than this wait.
        using var over = new CancellationTokenSource();
        foreach (var task in tasks)
        {
            _ = task.ContinueWith(static (_, woken) => ((TaskCompletionSource)woken!).TrySetResult(), woken,
                over.Token, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Current);
        }
        using var registration = cancel.UnsafeRegister(static (woken, token) => ((TaskCompletionSource)woken!).TrySetCanceled(token), woken);
        await using var timer = limit == Timeout.InfiniteTimeSpan ? null
            : time.CreateTimer(static woken => ((TaskCompletionSource)woken!).TrySetException(new TimeoutException()), woken, limit, Timeout.InfiniteTimeSpan);
        try
        {
            await woken.Task;
        }
        finally
        {
            over.Cancel();
        }
    }
}
