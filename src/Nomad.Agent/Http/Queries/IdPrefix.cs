namespace Nomad.Agent.Http.Queries;

/// <summary>Prefixes of UUIDs: hex digits with or without dashes, an even number of them.</summary>
internal static class IdPrefix
{
    /// <summary>A test for ids that start with <paramref name="prefix"/>. Throws the original's words for text that is no prefix of a UUID.</summary>
    public static Func<string, bool> Matcher(string prefix, string what)
    {
        if (prefix.Length == 0)
            return static _ => true;
        var digits = prefix.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        if (digits.FirstOrDefault(c => !char.IsAsciiHexDigit(c)) is var bad && bad != '\0')
            throw new HttpFailure(500, $"{what} lookup failed: index error: Invalid UUID: encoding/hex: invalid byte: U+{(int)bad:X4} '{bad}'");
        if (digits.Length % 2 != 0)
            throw new HttpFailure(500, $"{what} lookup failed: index error: Input (without hyphens) must be even length");
        return id => id.Replace("-", "", StringComparison.Ordinal).StartsWith(digits, StringComparison.Ordinal);
    }

    /// <summary>Throws the original's words unless <paramref name="id"/> is a whole UUID.</summary>
    public static void RequireWhole(string id, string what)
    {
        if (id.Length != 36)
            throw new HttpFailure(500, $"{what} lookup failed: index error: UUID must be 36 characters");
    }
}
