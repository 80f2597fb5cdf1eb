using Nomad.Gossip.Wire;

namespace Nomad.Gossip.Coordinates;

/// <summary>
/// Where a member is in a space in which distances are round-trip times (Vivaldi: Dabek and others, 2004; the height stands for its link to
/// the network, the adjustment for what a space cannot tell: Ledlie and others, 2007). All in seconds. Immutable.
/// </summary>
public sealed class Coordinate(IReadOnlyList<double> vector, double error, double adjustment, double height)
{
    public const int Dimensions = 8;
    public const double HeightMin = 1e-5;
    public const double ErrorMax = 1.5;

    /// <summary>The first byte of what answers to pings carry.</summary>
    private const byte WireVersion = 1;

    /// <summary>Of who knows nothing yet.</summary>
    public static Coordinate Origin { get; } = new(new double[Dimensions], ErrorMax, 0, HeightMin);

    public IReadOnlyList<double> Vector => vector;

    /// <summary>How far off it may be, as a part of a distance: 0 (sure) to <see cref="ErrorMax"/>.</summary>
    public double Error => error;

    public double Adjustment => adjustment;

    public double Height => height;

    public bool IsValid => vector.Count == Dimensions && vector.All(double.IsFinite) && double.IsFinite(error) && double.IsFinite(adjustment) && double.IsFinite(height);

    /// <summary>The round-trip time to expect between the two.</summary>
    public TimeSpan DistanceTo(Coordinate other) => TimeSpan.FromSeconds(SecondsTo(other));

    internal double SecondsTo(Coordinate other)
    {
        var raw = RawSecondsTo(other);
        var adjusted = raw + adjustment + other.Adjustment;
        return adjusted > 0 ? adjusted : raw;
    }

    internal double RawSecondsTo(Coordinate other) => Apart(other) + height + other.Height;

    internal double Apart(Coordinate other) => Math.Sqrt(vector.Zip(other.Vector, (mine, theirs) => (mine - theirs) * (mine - theirs)).Sum());

    internal byte[] Encode()
    {
        var writer = new MsgPackWriter().Byte(WireVersion).Map(4).Text("Adjustment").Double(adjustment).Text("Error").Double(error).Text("Height").Double(height)
            .Text("Vec").Array(vector.Count);
        foreach (var part in vector)
            writer.Double(part);
        return writer.ToArray();
    }

    /// <summary>Null when the bytes are no coordinate of this space.</summary>
    /// <exception cref="InvalidDataException">They are not what they begin as.</exception>
    internal static Coordinate? Decode(byte[]? payload)
    {
        if (payload is not [WireVersion, ..])
            return null;
        var map = new MsgPackReader(new MemoryStream(payload, 1, payload.Length - 1)).ReadMap();
        var read = new Coordinate([.. map.Items("Vec").Select(MsgPackMap.Number)], map.Double("Error"), map.Double("Adjustment"), map.Double("Height"));
        return read.IsValid ? read : null;
    }
}
