using System.Globalization;

namespace Nomad.Agent.Http.Queries;

/// <summary>Where an item stands in a list: by index first (0 for lists in order of names), then by text.</summary>
public readonly record struct PageKey(ulong Index, string Text) : IComparable<PageKey>
{
    public static PageKey ByName(string space, string id) => new(0, $"{space}.{id}");

    public static PageKey ById(string id) => new(0, id);

    public static PageKey ByTime(ulong createIndex, string id) => new(createIndex, id);

    /// <summary>The token of this place: <c>12.id</c>, or the text alone.</summary>
    public override string ToString() => Index == 0 ? Text : string.Create(CultureInfo.InvariantCulture, $"{Index}.{Text}");

    /// <summary>Reads a token back; tokens of time-ordered lists start with a number.</summary>
    public static PageKey Parse(string token, bool byTime)
    {
        var point = token.IndexOf('.');
        return byTime && point > 0 && ulong.TryParse(token.AsSpan(0, point), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? new PageKey(index, token[(point + 1)..]) : new PageKey(0, token);
    }

    public int CompareTo(PageKey other) => Index != other.Index ? Index.CompareTo(other.Index) : string.CompareOrdinal(Text, other.Text);
}
