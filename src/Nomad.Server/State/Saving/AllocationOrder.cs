namespace Nomad.Server.State.Saving;

/// <summary>
/// Orders allocations by when they came, then by ID as <see cref="string.CompareOrdinal(string, string)"/> does. The first characters of the ID
/// are kept in the key: most comparisons then follow no reference.
/// </summary>
internal readonly struct AllocationOrder(ulong createIndex, ulong firstCharacters, string id) : IComparable<AllocationOrder>
{
    private const int Characters = sizeof(ulong) / sizeof(char);

    private readonly ulong createIndex = createIndex;
    private readonly ulong firstCharacters = firstCharacters;
    private readonly string id = id;

    public static AllocationOrder Of(Allocation alloc)
    {
        var first = 0UL;
        for (var i = 0; i < Characters; i++)
            first = first << 16 | (i < alloc.ID.Length ? alloc.ID[i] : '\0');
        return new(alloc.CreateIndex, first, alloc.ID);
    }

    public int CompareTo(AllocationOrder other) =>
        createIndex != other.createIndex ? createIndex.CompareTo(other.createIndex)
        : firstCharacters != other.firstCharacters ? firstCharacters.CompareTo(other.firstCharacters)
        : string.CompareOrdinal(id, other.id);
}
