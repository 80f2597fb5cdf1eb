namespace Nomad.Cli.Templates;

/// <summary>Cuts a template into text and the insides of <c>{{ … }}</c>, obeying trim markers.</summary>
internal static class TemplateLexer
{
    internal readonly record struct Piece(string Text, bool IsAction);

    public static List<Piece> Cut(string template)
    {
        var pieces = new List<Piece>();
        var trimNext = false;
        for (var at = 0; at < template.Length;)
        {
            var open = template.IndexOf("{{", at, StringComparison.Ordinal);
            var text = open < 0 ? template[at..] : template[at..open];
            if (trimNext)
                text = text.TrimStart();
            if (open < 0)
            {
                pieces.Add(new Piece(text, false));
                return pieces;
            }
            var close = Close(template, open + 2);
            var inside = template[(open + 2)..close];
            if (inside.StartsWith("- ", StringComparison.Ordinal) || inside == "-")
            {
                text = text.TrimEnd();
                inside = inside[1..];
            }
            trimNext = inside.EndsWith(" -", StringComparison.Ordinal);
            if (trimNext)
                inside = inside[..^1];
            if (text.Length > 0)
                pieces.Add(new Piece(text, false));
            inside = inside.Trim();
            if (!inside.StartsWith("/*", StringComparison.Ordinal))
                pieces.Add(new Piece(inside, true));
            at = close + 2;
        }
        return pieces;
    }

    // A "}}" inside a quoted string does not close the action.
    private static int Close(string template, int at)
    {
        var quote = '\0';
        for (; at < template.Length; at++)
        {
            var c = template[at];
            if (quote != '\0')
            {
                if (c == '\\' && quote == '"')
                    at++;
                else if (c == quote)
                    quote = '\0';
            }
            else if (c is '"' or '`')
                quote = c;
            else if (c == '}' && at + 1 < template.Length && template[at + 1] == '}')
                return at;
        }
        throw new TemplateException("unclosed action");
    }
}
