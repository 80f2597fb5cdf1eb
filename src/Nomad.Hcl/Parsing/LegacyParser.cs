using System.Globalization;
using System.Numerics;
using System.Text;

namespace Nomad.Hcl.Parsing;

/// <summary>
/// Reads the first version of the language: quoted keys, several items on a line, no expressions, and
/// <c>${...}</c> kept as it is, with quotes inside.
/// </summary>
internal sealed class LegacyParser(SourceText source)
{
    private readonly List<HclDiagnostic> _diagnostics = [];
    private readonly Lexer _lexer = new(source.Text);
    private int _at;
    private int _depth;

    private string Text => source.Text;

    public HclFile ParseFile()
    {
        var body = new HclBody([], [], source.Range(0, 0), HclSyntax.Legacy);
        try
        {
            if (Text.Length > HclParser.MaxLength)
            {
                throw Fail("File too large", $"A file can have at most {HclParser.MaxLength} characters.", new Token(TokenKind.End, 0, 0));
            }

            body = ParseBody(0, TokenKind.End);
        }
        catch (SyntaxException)
        {
            // the reason is in the diagnostics
        }

        return new HclFile(source.FileName, Text, body, _diagnostics);
    }

    private HclBody ParseBody(int start, TokenKind closing)
    {
        var attributes = new List<HclAttribute>();
        var blocks = new List<HclBlock>();
        while (true)
        {
            var token = Peek(skipNewlines: true);
            if (token.Kind == closing)
            {
                _at = token.End;
                return new HclBody(attributes, blocks, source.Range(start, token.End), HclSyntax.Legacy);
            }

            if (token.Kind == TokenKind.Comma)
            {
                _at = token.End;
                continue;
            }

            ParseItem(attributes, blocks);
        }
    }

    private void ParseItem(List<HclAttribute> attributes, List<HclBlock> blocks)
    {
        var keys = new List<(string Text, SourceRange Range)> { TakeKey() };
        while (true)
        {
            var token = Peek(skipNewlines: false);
            switch (token.Kind)
            {
                case TokenKind.Assign or TokenKind.Colon when keys.Count == 1:
                    _at = token.End;
                    var value = ParseValue();
                    attributes.Add(new HclAttribute(keys[0].Text, value, SourceRange.Between(keys[0].Range, value.Range), keys[0].Range));
                    return;
                case TokenKind.OpenBrace:
                    blocks.Add(ParseBlock(keys));
                    return;
                case TokenKind.Identifier or TokenKind.Quote when keys.Count > TokenCursor.MaxLabels:
                    throw Fail("Invalid item", $"A block can have at most {TokenCursor.MaxLabels} labels.", token);
                case TokenKind.Identifier or TokenKind.Quote:
                    keys.Add(TakeKey());
                    break;
                default:
                    throw Fail("Invalid item", $"A key must be followed by \"=\", a label, or \"{{\", got {Describe(token)}.", token);
            }
        }
    }

    private HclBlock ParseBlock(List<(string Text, SourceRange Range)> keys)
    {
        var open = Take();
        Enter(open);
        var body = ParseBody(open.Start, TokenKind.CloseBrace);
        _depth--;
        return new HclBlock(keys[0].Text, [.. keys.Skip(1).Select(key => key.Text)], body)
        {
            TypeRange = keys[0].Range,
            DefinitionRange = SourceRange.Between(keys[0].Range, keys[^1].Range),
            LabelRanges = [.. keys.Skip(1).Select(key => key.Range)],
        };
    }

    private (string Text, SourceRange Range) TakeKey()
    {
        var token = Peek(skipNewlines: true);
        if (token.Kind == TokenKind.Quote)
        {
            var text = ReadString(token.Start);
            return (text, source.Range(token.Start, _at));
        }

        if (token.Kind != TokenKind.Identifier)
        {
            throw Fail("Invalid key", $"A key must be a word or a quoted string, got {Describe(token)}.", token);
        }

        var end = token.End;
        while (end < Text.Length && (Text[end] == '.' || Lexer.IdentifierLength(Text, end, first: false) > 0))
        {
            end++;
        }

        _at = end;
        return (Text[token.Start..end], source.Range(token.Start, end));
    }

    private HclExpression ParseValue()
    {
        var token = Peek(skipNewlines: true);
        switch (token.Kind)
        {
            case TokenKind.Quote:
                var text = ReadString(token.Start);
                return new HclLiteral(HclValue.String(text), source.Range(token.Start, _at));
            case TokenKind.Heredoc:
                return ReadHeredoc(token);
            case TokenKind.OpenBracket:
                return ReadList(Take());
            case TokenKind.OpenBrace:
                return ReadObject(Take());
            case TokenKind.Minus or TokenKind.Number:
                return ReadNumber(token.Start);
            case TokenKind.Identifier when Text[token.Start..token.End] is "true" or "false":
                _at = token.End;
                return new HclLiteral(HclValue.Bool(Text[token.Start] == 't'), source.Range(token.Start, token.End));
            default:
                throw Fail("Invalid value", $"A value must be a string, number, bool, list or object, got {Describe(token)}.", token);
        }
    }

    private HclTupleLiteral ReadList(Token open)
    {
        Enter(open);
        var items = new List<HclExpression>();
        while (Peek(skipNewlines: true).Kind != TokenKind.CloseBracket)
        {
            items.Add(ParseValue());
            var next = Peek(skipNewlines: true);
            if (next.Kind == TokenKind.Comma)
            {
                _at = next.End;
            }
            else if (next.Kind != TokenKind.CloseBracket)
            {
                throw Fail("Error parsing list", $"error parsing list, expected comma or list end, got: {Describe(next)}", next);
            }
        }

        var close = Take();
        _depth--;
        return new HclTupleLiteral(items, source.Range(open.Start, close.End));
    }

    /// <summary>An object literal is read as a body; what was written as blocks inside becomes lists of objects.</summary>
    private HclObjectLiteral ReadObject(Token open)
    {
        Enter(open);
        var body = ParseBody(open.Start, TokenKind.CloseBrace);
        _depth--;
        return LegacyObjects.FromBody(body);
    }

    private HclLiteral ReadNumber(int start)
    {
        var end = Text[start] == '-' ? start + 1 : start;
        while (end < Text.Length && (char.IsAsciiLetterOrDigit(Text[end]) || Text[end] == '.' || ((Text[end] is '+' or '-') && (Text[end - 1] is 'e' or 'E'))))
        {
            end++;
        }

        _at = end;
        var range = source.Range(start, end);
        return TryNumber(Text[start..end], out var number)
            ? new HclLiteral(HclValue.Number(number), range)
            : throw Fail("Invalid number literal", "Failed to recognize the value of this number literal.", new Token(TokenKind.Number, start, end));
    }

    private static bool TryNumber(string text, out HclNumber number)
    {
        var negative = text.StartsWith('-');
        var digits = negative ? text[1..] : text;
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && BigInteger.TryParse("0" + digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hexadecimal))
        {
            number = HclNumber.Create(negative ? -hexadecimal : hexadecimal, 0);
            return true;
        }

        if (digits.Length is > 1 and < 20 && digits[0] == '0' && digits.All(digit => digit is >= '0' and <= '7'))
        {
            var octal = digits.Aggregate(0L, (sum, digit) => (sum * 8) + (digit - '0'));
            number = negative ? -octal : octal;
            return true;
        }

        return HclNumber.TryParse(text, out number);
    }

    private HclLiteral ReadHeredoc(Token header)
    {
        var heredoc = HeredocText.Find(Text, header)
            ?? throw Fail("Unterminated heredoc", "No closing marker was found for the string.", header);
        var lines = Text[heredoc.Start..heredoc.End].Replace("\r\n", "\n", StringComparison.Ordinal);
        _at = heredoc.MarkerEnd;
        if (heredoc.Flush)
        {
            var pieces = lines.Split('\n').SkipLast(1)
                .Select(line => new TemplatePiece(TemplatePieceKind.Literal, default) { Text = line + "\n" }).ToList();
            TemplateLayout.RemoveCommonIndent(pieces);
            lines = string.Concat(pieces.Select(piece => piece.Text));
        }

        return new HclLiteral(HclValue.String(lines), source.Range(header.Start, heredoc.MarkerEnd));
    }

    private string ReadString(int quote)
    {
        var result = new StringBuilder();
        var braces = 0;
        for (_at = quote + 1; _at < Text.Length; _at++)
        {
            var character = Text[_at];
            if (braces == 0 && character == '"')
            {
                _at++;
                return result.ToString();
            }

            if (character == '\n' && braces == 0)
            {
                break;
            }

            if (character == '$' && _at + 1 < Text.Length && Text[_at + 1] == '{')
            {
                braces++;
                result.Append("${");
                _at++;
            }
            else if (braces == 0 && character == '\\')
            {
                AppendEscape(result);
            }
            else
            {
                braces -= braces > 0 && character == '}' ? 1 : 0;
                result.Append(character);
            }
        }

        throw Fail("Unterminated string", "literal not terminated", new Token(TokenKind.Quote, quote, quote + 1));
    }

    private void AppendEscape(StringBuilder result)
    {
        var selector = ++_at < Text.Length ? Text[_at] : '\0';
        var digits = selector switch { 'u' => 4, 'U' => 8, 'x' => 2, _ => 0 };
        if (digits > 0 && _at + digits < Text.Length
            && uint.TryParse(Text.AsSpan(_at + 1, digits), NumberStyles.AllowHexSpecifier, null, out var code) && Rune.IsValid(code))
        {
            result.Append(new Rune(code).ToString());
            _at += digits;
            return;
        }

        result.Append(selector switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '"' => '"',
            '\\' => '\\',
            _ => throw Fail("Invalid escape sequence", $"The symbol \"{selector}\" is not a valid escape sequence selector.", new Token(TokenKind.Invalid, _at - 1, Math.Min(_at + 1, Text.Length))),
        });
    }

    private Token Peek(bool skipNewlines)
    {
        while (true)
        {
            var token = _lexer.Read(_at);
            if (token.Kind != TokenKind.Newline || !skipNewlines)
            {
                return token;
            }

            _at = token.End;
        }
    }

    private Token Take()
    {
        var token = Peek(skipNewlines: true);
        _at = token.End;
        return token;
    }

    private void Enter(Token token)
    {
        if (++_depth > TokenCursor.MaxNesting)
        {
            throw Fail("Nesting too deep", $"Blocks and lists can be nested at most {TokenCursor.MaxNesting} levels deep.", token);
        }
    }

    private string Describe(Token token) => token.Kind switch
    {
        TokenKind.End => "EOF",
        TokenKind.Newline => "end of line",
        TokenKind.Identifier => "IDENT",
        TokenKind.Quote => "STRING",
        TokenKind.Number => "NUMBER",
        _ => Text[token.Start..token.End],
    };

    private SyntaxException Fail(string summary, string detail, Token token)
    {
        _diagnostics.Add(HclDiagnostic.Error(summary, detail, source.Range(token.Start, token.End)));
        return new SyntaxException();
    }
}
