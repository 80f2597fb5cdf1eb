namespace Nomad.Model.Diffs;

/// <summary>What a line of a diff says.</summary>
public static class DiffTypes
{
    public const string None = "None";
    public const string Added = "Added";
    public const string Deleted = "Deleted";
    public const string Edited = "Edited";
}
