namespace Nomad.Gossip.Coordinates;

/// <summary>The coordinate of this member, moved a little by each round-trip time that is measured, and the last one of each other. Not thread-safe.</summary>
internal sealed class OwnCoordinate(Random random)
{
    private const double ErrorWeight = 0.25;
    private const double ForceWeight = 0.25;
    private const double GravityRho = 150;
    private const double Nearest = 1e-6;
    private const int AdjustmentWindow = 20;
    private const int LatencyWindow = 3;

    private static readonly TimeSpan LongestRoundTrip = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, Queue<double>> latencies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Coordinate> others = new(StringComparer.Ordinal);
    private readonly double[] adjustments = new double[AdjustmentWindow];
    private int nextAdjustment;

    public Coordinate Now { get; private set; } = Coordinate.Origin;

    /// <summary>How often it had to begin anew, as numbers had grown beyond all measure.</summary>
    public int Resets { get; private set; }

    /// <summary>The last one heard from a member; null = none.</summary>
    public Coordinate? Of(string member) => others.GetValueOrDefault(member);

    public void Forget(string member)
    {
        latencies.Remove(member);
        others.Remove(member);
    }

    /// <summary>Takes in that <paramref name="member"/>, at <paramref name="other"/>, answered after <paramref name="roundTrip"/>. What cannot be is ignored.</summary>
    public void Measured(string member, Coordinate other, TimeSpan roundTrip)
    {
        if (!other.IsValid || roundTrip < TimeSpan.Zero || roundTrip > LongestRoundTrip)
            return;
        others[member] = other;
        var seconds = Math.Max(Median(member, roundTrip.TotalSeconds), Nearest);
        Move(other, seconds);
        Adjust(other, seconds);
        Gravitate();
        if (Now.IsValid)
            return;
        Now = Coordinate.Origin;
        Array.Clear(adjustments);
        Resets++;
    }

    private double Median(string member, double seconds)
    {
        if (!latencies.TryGetValue(member, out var last))
            latencies[member] = last = new(LatencyWindow);
        if (last.Count == LatencyWindow)
            last.Dequeue();
        last.Enqueue(seconds);
        return last.Order().ElementAt(last.Count / 2);
    }

    private void Move(Coordinate other, double seconds)
    {
        var distance = Now.SecondsTo(other);
        var weight = Now.Error / Math.Max(Now.Error + other.Error, Nearest);
        var error = (ErrorWeight * weight * Math.Abs(distance - seconds) / seconds) + (Now.Error * (1 - (ErrorWeight * weight)));
        Push(ForceWeight * weight * (seconds - distance), other, Math.Min(error, Coordinate.ErrorMax));
    }

    private void Adjust(Coordinate other, double seconds)
    {
        adjustments[nextAdjustment] = seconds - Now.RawSecondsTo(other);
        nextAdjustment = (nextAdjustment + 1) % AdjustmentWindow;
        Now = new(Now.Vector, Now.Error, adjustments.Sum() / (2 * AdjustmentWindow), Now.Height);
    }

    // All of them together would drift away from the middle without it.
    private void Gravitate()
    {
        var distance = Coordinate.Origin.SecondsTo(Now) / GravityRho;
        Push(-distance * distance, Coordinate.Origin, Now.Error);
    }

    // Away from the other, or towards it where the force is negative.
    private void Push(double force, Coordinate from, double error)
    {
        var apart = Now.Apart(from);
        var direction = apart > Nearest ? Now.Vector.Zip(from.Vector, (mine, theirs) => (mine - theirs) / apart).ToArray() : AnyDirection();
        var height = apart > Nearest ? Math.Max(((Now.Height + from.Height) * force / apart) + Now.Height, Coordinate.HeightMin) : Now.Height;
        Now = new([.. Now.Vector.Zip(direction, (mine, part) => mine + (part * force))], error, Now.Adjustment, height);
    }

    private double[] AnyDirection()
    {
        while (true)
        {
            var direction = Enumerable.Range(0, Coordinate.Dimensions).Select(_ => random.NextDouble() - 0.5).ToArray();
            if (Math.Sqrt(direction.Sum(part => part * part)) is var length && length > Nearest)
                return [.. direction.Select(part => part / length)];
        }
    }
}
