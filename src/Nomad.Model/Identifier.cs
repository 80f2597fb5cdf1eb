namespace Nomad.Model;

/// <summary>Ids of allocations, evaluations, deployments and nodes: random UUIDs of RFC 4122 in lower-case text, 8-4-4-4-12.</summary>
public static class Identifier
{
    public const int Length = 36;

    /// <summary>How many characters people see of an id.</summary>
    public const int ShortLength = 8;

    /// <summary>Whether text is an id: hexadecimal digits of either case with dashes in place.</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length != Length)
            return false;
        for (var i = 0; i < text.Length; i++)
            if (i is 8 or 13 or 18 or 23 ? text[i] != '-' : !char.IsAsciiHexDigit(text[i]))
                return false;
        return true;
    }

    /// <summary>Text for 16 bytes of randomness, which the caller brings.</summary>
    public static string FromBytes(ReadOnlySpan<byte> random) => random.Length == 16
        ? string.Create(Length, Convert.ToHexStringLower(random), static (target, hex) => Dash(hex, target))
        : throw new ArgumentException($"an id is made of 16 bytes, not {random.Length}", nameof(random));

    /// <summary>The first characters of an id, all of a shorter text.</summary>
    public static string Short(string id) => id.Length > ShortLength ? id[..ShortLength] : id;

    private static void Dash(string hex, Span<char> target)
    {
        var from = 0;
        for (var i = 0; i < target.Length; i++)
            target[i] = i is 8 or 13 or 18 or 23 ? '-' : hex[from++];
    }
}
