using System.Text;

namespace Nomad.Hcl.Parsing;

/// <summary>Reads strings, heredocs and bare templates, which all may hold <c>${}</c> and <c>%{}</c> sequences.</summary>
internal sealed class TemplateParser(TokenCursor cursor, ExpressionParser expressions)
{
    private string Text => cursor.Source.Text;

    /// <summary>Reads <c>"..."</c>; the cursor stands at the opening quote.</summary>
    public HclExpression ParseQuoted()
    {
        var open = cursor.Take();
        var outermost = Open(null);
        var pieces = Scan(open.End, Text.Length, quoted: true, out var end);
        if (end >= Text.Length)
        {
            throw cursor.Fail("Unterminated template string", "No closing marker was found for the string.", cursor.Source.Range(open.Start, open.End));
        }

        cursor.Seek(end + 1);
        Close(outermost);
        return Build(pieces, cursor.Source.Range(open.Start, end + 1));
    }

    /// <summary>Reads a heredoc; the cursor stands at its first line.</summary>
    public HclExpression ParseHeredoc()
    {
        var header = cursor.Take();
        if (HeredocText.Find(Text, header) is not { } heredoc)
        {
            cursor.Seek(Text.Length);
            throw cursor.Fail("Unterminated template string", "No closing marker was found for the string.", cursor.Range(header));
        }

        var outermost = Open(heredoc.MarkerEnd);
        var pieces = Scan(heredoc.Start, heredoc.End, quoted: false, out _);
        if (heredoc.Flush)
        {
            TemplateLayout.RemoveCommonIndent(pieces);
        }

        cursor.Seek(heredoc.MarkerEnd);
        Close(outermost);
        return Build(pieces, cursor.Source.Range(header.Start, heredoc.MarkerEnd));
    }

    /// <summary>Reads a stretch of the text as a template without any quotes.</summary>
    public HclExpression ParseRaw(int start, int end) => Build(Scan(start, end, quoted: false, out _), cursor.Source.Range(start, end));

    /// <summary>Reads a quoted string that must not hold any sequence, as block labels are.</summary>
    public (string Text, SourceRange Range) TakeQuotedLiteral()
    {
        var expression = ParseQuoted();
        return expression is HclLiteral literal
            ? (literal.Value.AsString, literal.Range)
            : throw cursor.Fail(
                "Invalid string literal",
                "Template sequences are not allowed in this string. To include a literal \"$\", double it (as \"$$\") to escape it.",
                expression.Range);
    }

    private HclExpression Build(List<TemplatePiece> pieces, SourceRange range)
    {
        TemplateLayout.Trim(pieces);
        return new TemplateTree(cursor, expressions, pieces).Build(range);
    }

    private bool Open(int? end)
    {
        if (cursor.OpenTemplate is not null)
        {
            return false;
        }

        cursor.OpenTemplate = new TemplateStart(cursor.OpenBrackets, end);
        return true;
    }

    private void Close(bool outermost)
    {
        if (outermost)
        {
            cursor.OpenTemplate = null;
        }
    }

    /// <summary>Cuts the text into literals and sequences. A literal outside of quotes ends at each newline.</summary>
    private List<TemplatePiece> Scan(int at, int limit, bool quoted, out int end)
    {
        var pieces = new List<TemplatePiece>();
        var literal = new StringBuilder();
        var start = at;
        while (at < limit && !(quoted && Text[at] == '"'))
        {
            var character = Text[at];
            if (character is '$' or '%' && IsSequence(at, limit, out var escaped))
            {
                if (escaped)
                {
                    literal.Append(character).Append('{');
                    at += 3;
                    continue;
                }

                Flush(pieces, literal, start, at);
                pieces.Add(ParseSequence(at, limit, out at));
                start = at;
                continue;
            }

            if (quoted && character == '\n')
            {
                throw cursor.Fail(
                    "Invalid multi-line string",
                    "Quoted strings may not be split over multiple lines. To produce a multi-line string, either use the \\n escape to represent a newline character or use the \"heredoc\" multi-line template syntax.",
                    cursor.Source.Range(start, at));
            }

            at = quoted && character == '\\' ? ReadEscape(at, literal) : Append(literal, at);
            if (!quoted && character == '\n')
            {
                Flush(pieces, literal, start, at);
                start = at;
            }
        }

        Flush(pieces, literal, start, at);
        end = at;
        return pieces;
    }

    private int Append(StringBuilder literal, int at)
    {
        if (Text[at] != '\r' || at + 1 >= Text.Length || Text[at + 1] != '\n')
        {
            literal.Append(Text[at]);
        }

        return at + 1;
    }

    private bool IsSequence(int at, int limit, out bool escaped)
    {
        escaped = at + 2 < limit && Text[at + 1] == Text[at] && Text[at + 2] == '{';
        return escaped || (at + 1 < limit && Text[at + 1] == '{');
    }

    private void Flush(List<TemplatePiece> pieces, StringBuilder literal, int start, int end)
    {
        if (literal.Length > 0)
        {
            pieces.Add(new TemplatePiece(TemplatePieceKind.Literal, cursor.Source.Range(start, end)) { Text = literal.ToString() });
            literal.Clear();
        }
    }

    private int ReadEscape(int at, StringBuilder literal)
    {
        var selector = at + 1 < Text.Length ? Text[at + 1] : '\0';
        var plain = selector switch { 'n' => '\n', 'r' => '\r', 't' => '\t', '"' => '"', '\\' => '\\', _ => '\0' };
        if (plain != '\0')
        {
            literal.Append(plain);
            return at + 2;
        }

        var digits = selector switch { 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0 && at + 2 + digits <= Text.Length
            && uint.TryParse(Text.AsSpan(at + 2, digits), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code))
        {
            literal.Append(Rune.IsValid(code) ? new Rune(code).ToString() : "\uFFFD");
            return at + 2 + digits;
        }

        throw digits > 0
            ? cursor.Fail("Invalid escape sequence", $"The \\{selector} escape sequence must be followed by {digits} hexadecimal digits.", cursor.Source.Range(at, at + 2))
            : cursor.Fail("Invalid escape sequence", $"The symbol \"{selector}\" is not a valid escape sequence selector.", cursor.Source.Range(at, Math.Min(at + 2, Text.Length)));
    }

    private TemplatePiece ParseSequence(int at, int limit, out int end)
    {
        var directive = Text[at] == '%';
        var inside = at + 2;
        var trimBefore = inside < limit && Text[inside] == '~';
        cursor.Seek(trimBefore ? inside + 1 : inside);
        cursor.OpenBrackets++;
        cursor.PushNewlines(ignore: true);
        cursor.Enter();
        var piece = directive ? ParseDirective() : new TemplatePiece(TemplatePieceKind.Value, default) { Expression = expressions.Parse() };
        var trimAfter = cursor.TakeIf(TokenKind.Tilde);
        if (cursor.Kind != TokenKind.CloseBrace)
        {
            throw directive
                ? cursor.Fail("Extra characters in template directive", "Expected a closing brace to end the directive, but found extra characters.", cursor.Peek)
                : cursor.Fail("Extra characters after interpolation expression", "Expected a closing brace to end the interpolation expression, but found extra characters.", cursor.Peek);
        }

        end = cursor.Take().End;
        cursor.Leave();
        cursor.PopNewlines();
        return piece with { Range = cursor.Source.Range(at, end), TrimBefore = trimBefore, TrimAfter = trimAfter };
    }

    private TemplatePiece ParseDirective()
    {
        var word = cursor.Peek;
        if (word.Kind != TokenKind.Identifier)
        {
            throw cursor.Fail("Invalid template directive", "A template directive keyword (\"if\", \"for\", etc) is expected at the beginning of a %{ sequence.", word);
        }

        cursor.Take();
        switch (cursor.Text(word))
        {
            case "if":
                return new TemplatePiece(TemplatePieceKind.If, default) { Expression = expressions.Parse() };
            case "else":
                return new TemplatePiece(TemplatePieceKind.Else, default);
            case "endif":
                return new TemplatePiece(TemplatePieceKind.EndIf, default);
            case "endfor":
                return new TemplatePiece(TemplatePieceKind.EndFor, default);
            case "for":
                return ParseForDirective();
            default:
                throw cursor.Fail("Invalid template control keyword", $"\"{cursor.Text(word)}\" is not a valid template control keyword.", word);
        }
    }

    private TemplatePiece ParseForDirective()
    {
        var first = TakeVariable();
        string? second = cursor.TakeIf(TokenKind.Comma) ? TakeVariable() : null;
        if (!cursor.IsKeyword("in"))
        {
            throw cursor.Fail("Invalid 'for' directive", "For directive requires 'in' keyword after names.", cursor.Peek);
        }

        cursor.Take();
        return new TemplatePiece(TemplatePieceKind.For, default)
        {
            KeyName = second is null ? null : first,
            ValueName = second ?? first,
            Expression = expressions.Parse(),
        };
    }

    private string TakeVariable() => cursor.Kind == TokenKind.Identifier
        ? cursor.Text(cursor.Take())
        : throw cursor.Fail("Invalid 'for' directive", "For directive requires variable name after 'for'.", cursor.Peek);
}
