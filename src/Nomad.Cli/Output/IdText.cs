namespace Nomad.Cli.Output;

/// <summary>Ids as people read them: eight characters, or all of them with <c>-verbose</c>.</summary>
public readonly record struct IdText(bool Full)
{
    private const int ShortLength = 8;

    public string Of(string id) => Full || id.Length <= ShortLength ? id : id[..ShortLength];

    /// <summary>
    /// A prefix fit for a look-up: at least two characters, hyphens aside an even number of hex digits (the last odd one is
    /// dropped). Null when it is too short.
    /// </summary>
    public static string? Prefix(string text)
    {
        if (text.Length < 2)
            return null;
        var digits = text.Count(c => c != '-');
        return digits % 2 == 0 ? text : text[..^1];
    }
}
