namespace Nomad.Model.Stats;

/// <summary>One figure that is counted or measured while the program works: what came of it in an interval, and since the start. Safe for any thread.</summary>
internal sealed class Meter
{
    private readonly Lock gate = new();
    private Interval current;
    private Interval finished;
    private Interval total;
    private long seen;

    /// <summary>Takes a value in the interval of that number; numbers do not go back.</summary>
    public void Add(double value, long interval)
    {
        lock (gate)
        {
            Enter(interval);
            seen = interval;
            current.Add(value);
            total.Add(value);
        }
    }

    /// <summary>What the interval before that number saw.</summary>
    public Interval Before(long interval)
    {
        lock (gate)
        {
            Enter(interval);
            return finished;
        }
    }

    /// <summary>What the interval of that number has seen until now.</summary>
    public Interval In(long interval)
    {
        lock (gate)
        {
            Enter(interval);
            return current;
        }
    }

    /// <summary>The interval of the newest value.</summary>
    public long Seen
    {
        get
        {
            lock (gate)
                return seen;
        }
    }

    public Interval Total()
    {
        lock (gate)
            return total;
    }

    private void Enter(long interval)
    {
        if (interval <= current.Number)
            return;
        finished = interval == current.Number + 1 ? current : default;
        current = new Interval { Number = interval };
    }

    /// <summary>Values that came in a stretch of time.</summary>
    public struct Interval
    {
        private double squares;

        public long Number { get; init; }

        public int Count { get; private set; }

        public double Sum { get; private set; }

        public double Min { get; private set; }

        public double Max { get; private set; }

        public readonly double Mean => Count == 0 ? 0 : Sum / Count;

        /// <summary>Of a sample; 0 when there are fewer than two values.</summary>
        public readonly double Deviation => Count < 2 ? 0 : Math.Sqrt(Math.Max(0, (Count * squares - Sum * Sum) / ((double)Count * (Count - 1))));

        public void Add(double value)
        {
            (Min, Max) = Count == 0 ? (value, value) : (Math.Min(Min, value), Math.Max(Max, value));
            Count = Count == int.MaxValue ? Count : Count + 1;
            (Sum, squares) = (Sum + value, squares + value * value);
        }
    }
}
