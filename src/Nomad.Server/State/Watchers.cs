namespace Nomad.Server.State;

/// <summary>Who waits for what. Only keys that somebody waits for take memory. Safe for any number of threads.</summary>
internal sealed class Watchers
{
    private readonly ConcurrentDictionary<Watch, Waiter> waiters = new();
    private long came;

    /// <param name="number">In the order in which they came.</param>
    private sealed class Waiter(long number)
    {
        public readonly long Number = number;
        public readonly TaskCompletionSource Fired = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public int Count;
    }

    /// <summary>A registration that completes at the next write to one of the watched things. Dispose when done.</summary>
    public Registration Register(IReadOnlyList<Watch> watches)
    {
        var taken = new (Watch, Waiter)[watches.Count];
        for (var i = 0; i < taken.Length; i++)
            taken[i] = (watches[i], Join(watches[i]));
        return new Registration(this, taken);
    }

    /// <summary>Wakes who waits for any of <paramref name="touched"/>, which is walked only where somebody waits at all.</summary>
    public void Fire(IEnumerable<Watch> touched)
    {
        if (waiters.IsEmpty)
            return;
        foreach (var watch in touched)
        {
            if (waiters.TryRemove(watch, out var waiter))
                waiter.Fired.TrySetResult();
        }
    }

    /// <summary>Wakes everyone, in the order in which they came: the whole state was replaced.</summary>
    public void FireAll() => Fire([.. waiters.OrderBy(each => each.Value.Number).Select(each => each.Key)]);

    private Waiter Join(Watch watch)
    {
        while (true)
        {
            var waiter = waiters.GetOrAdd(watch, _ => new Waiter(Interlocked.Increment(ref came)));
            lock (waiter)
            {
                // Lost a race against the last leaver or the writer: take a fresh one.
                if (!waiters.TryGetValue(watch, out var current) || current != waiter)
                    continue;
                waiter.Count++;
                return waiter;
            }
        }
    }

    private void Leave(Watch watch, Waiter waiter)
    {
        lock (waiter)
        {
            if (--waiter.Count == 0)
                waiters.TryRemove(new KeyValuePair<Watch, Waiter>(watch, waiter));
        }
    }

    internal readonly struct Registration : IDisposable
    {
        private readonly Watchers owner;
        private readonly (Watch Watch, Waiter Waiter)[] taken;

        internal Registration(Watchers owner, object taken)
        {
            this.owner = owner;
            this.taken = ((Watch, Waiter)[])taken;
        }

        /// <summary>Ends when something watched was written; throws when cancelled; false after <paramref name="limit"/>.</summary>
        public async Task<bool> WaitAsync(TimeSpan limit, TimeProvider time, CancellationToken cancel)
        {
            try
            {
                await Waiting.AnyWithinAsync([.. taken.Select(each => each.Waiter.Fired.Task)], limit, time, cancel);
                return true;
            }
            catch (TimeoutException)
            {
                return false;
            }
        }

        public void Dispose()
        {
            foreach (var (watch, waiter) in taken)
                owner.Leave(watch, waiter);
        }
    }
}
