namespace Nomad.Agent.Composition;

/// <summary>The table an agent prints at start: keys right-aligned, in alphabetical order.</summary>
public sealed class Banner
{
    private const int KeyWidth = 18;

    private readonly SortedDictionary<string, string> rows = new(StringComparer.Ordinal);

    public Banner Add(string key, string value)
    {
        rows[key] = value;
        return this;
    }

    public IEnumerable<string> Lines() => rows.Select(row => $"    {row.Key.PadLeft(KeyWidth)}: {row.Value}");
}
