namespace Nomad.Agent.Http.Filtering;

/// <summary>How many list items one object may cost: <c>any</c> within <c>any</c> multiplies, and a filter comes from anybody.</summary>
internal sealed class FilterBudget
{
    /// <summary>Far above what a sensible filter takes for one object.</summary>
    public const int MostItems = 20_000;

    private int spent;

    /// <exception cref="FilterException">It is used up.</exception>
    public void Spend()
    {
        if (++spent > MostItems)
            throw new FilterException($"the filter looks at more than {MostItems} list items of one object; nest fewer any and all");
    }
}
