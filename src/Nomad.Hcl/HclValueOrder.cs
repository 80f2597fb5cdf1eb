namespace Nomad.Hcl;

/// <summary>A total order of values, used to give sets one order: numbers by size, strings by code unit, others by their text.</summary>
public sealed class HclValueOrder : IComparer<HclValue>
{
    public static HclValueOrder Instance { get; } = new();

    public int Compare(HclValue? x, HclValue? y)
    {
        if (x is null || y is null)
        {
            return x is null ? (y is null ? 0 : -1) : 1;
        }

        return (x.Kind, y.Kind) switch
        {
            (HclValueKind.Number, HclValueKind.Number) => x.AsNumber.CompareTo(y.AsNumber),
            (HclValueKind.String, HclValueKind.String) => string.CompareOrdinal(x.AsString, y.AsString),
            _ when x.Kind != y.Kind => x.Kind.CompareTo(y.Kind),
            _ => string.CompareOrdinal(x.ToString(), y.ToString()),
        };
    }
}
