namespace Nomad.Agent.Logging;

/// <summary>
/// The facts at the end of a message, <c>detected plugin: name=exec type=driver</c>, which a log in JSON tells as fields of their own.
/// A value is a word, or text in quotes, or a list in brackets.
/// </summary>
internal static class LogFacts
{
    /// <summary>The message without its facts, and the facts in their order. A message that does not end in facts is left whole.</summary>
    public static (string Message, IReadOnlyList<(string Name, string Value)> Facts) Split(string message)
    {
        for (var colon = message.IndexOf(": ", StringComparison.Ordinal); colon >= 0; colon = message.IndexOf(": ", colon + 1, StringComparison.Ordinal))
        {
            var facts = new List<(string, string)>();
            if (Read(message.AsSpan(colon + 2), facts))
                return (message[..colon], facts);
        }
        return (message, []);
    }

    private static bool Read(ReadOnlySpan<char> text, List<(string, string)> facts)
    {
        while (text.Length > 0)
        {
            var equals = text.IndexOf('=');
            if (equals <= 0 || !IsName(text[..equals]))
                return false;
            var name = text[..equals].ToString();
            text = text[(equals + 1)..];
            if (facts.Exists(fact => fact.Item1 == name) || !ReadValue(text, out var value, out var taken))
                return false;
            facts.Add((name, value));
            text = text[taken..];
            if (text.Length > 0 && text[0] != ' ')
                return false;
            text = text.TrimStart(' ');
        }
        return facts.Count > 0;
    }

    private static bool ReadValue(ReadOnlySpan<char> text, out string value, out int taken)
    {
        (value, taken) = ("", 0);
        if (text.Length > 0 && text[0] is '"' or '[')
        {
            var end = text[1..].IndexOf(text[0] == '"' ? '"' : ']');
            if (end < 0)
                return false;
            taken = end + 2;
            value = text[0] == '"' ? text[1..(end + 1)].ToString() : text[..taken].ToString();
            return true;
        }
        taken = text.IndexOf(' ') is >= 0 and var space ? space : text.Length;
        value = text[..taken].ToString();
        return true;
    }

    private static bool IsName(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or '-'))
                return false;
        }
        return true;
    }
}
