using Nomad.Hcl;

namespace Nomad.Jobspec.Variables;

/// <summary>Counts what a value holds at all depths: lists that hold an earlier list twice double with every line of a file.</summary>
internal sealed class ValueSize
{
    /// <summary>All locals of a file together hold at most so many values.</summary>
    public const int MaxValues = 200_000;

    private int _counted;

    /// <summary>False when the limit is passed; then the counting stops.</summary>
    public bool Add(HclValue value)
    {
        if (++_counted > MaxValues)
            return false;
        if (value.IsSequence)
            return value.Elements.All(Add);
        return !value.IsKeyed || value.Entries.All(pair => Add(pair.Value));
    }
}
