namespace Nomad.Hcl.Parsing;

/// <summary>White space of templates: the common indent of <c>&lt;&lt;-</c> and the <c>~</c> marks.</summary>
internal static class TemplateLayout
{
    /// <summary>Takes the smallest indent of all lines from every line; lines of white space only do not count.</summary>
    public static void RemoveCommonIndent(List<TemplatePiece> pieces)
    {
        var smallest = int.MaxValue;
        for (var at = 0; at < pieces.Count; at++)
        {
            if (StartsLine(pieces, at))
            {
                var text = pieces[at].Kind == TemplatePieceKind.Literal ? pieces[at].Text : "";
                var blank = text.EndsWith('\n') && string.IsNullOrWhiteSpace(text);
                smallest = blank ? smallest : Math.Min(smallest, Indent(text));
            }
        }

        for (var at = 0; at < pieces.Count; at++)
        {
            if (pieces[at].Kind == TemplatePieceKind.Literal && StartsLine(pieces, at))
            {
                pieces[at] = pieces[at] with { Text = pieces[at].Text[Math.Min(smallest, Indent(pieces[at].Text))..] };
            }
        }
    }

    /// <summary>Removes white space beside sequences marked with <c>~</c>; on lines, not further than the line's end.</summary>
    public static void Trim(List<TemplatePiece> pieces)
    {
        for (var at = 0; at < pieces.Count; at++)
        {
            if (pieces[at].TrimBefore && at > 0 && pieces[at - 1].Kind == TemplatePieceKind.Literal)
            {
                pieces[at - 1] = pieces[at - 1] with { Text = pieces[at - 1].Text.TrimEnd() };
            }

            if (pieces[at].TrimAfter && at + 1 < pieces.Count && pieces[at + 1].Kind == TemplatePieceKind.Literal)
            {
                pieces[at + 1] = pieces[at + 1] with { Text = pieces[at + 1].Text.TrimStart() };
            }
        }
    }

    private static bool StartsLine(List<TemplatePiece> pieces, int at) =>
        at == 0 || (pieces[at - 1].Kind == TemplatePieceKind.Literal && pieces[at - 1].Text.EndsWith('\n'));

    private static int Indent(string text)
    {
        var count = 0;
        while (count < text.Length && (text[count] is ' ' or '\t'))
        {
            count++;
        }

        return count;
    }
}
