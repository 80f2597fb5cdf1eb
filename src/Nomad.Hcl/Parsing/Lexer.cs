using System.Globalization;
using System.Text;

namespace Nomad.Hcl.Parsing;

/// <summary>Cuts tokens outside of strings. Has no state but the text: the caller says where to read.</summary>
internal sealed class Lexer(string text)
{
    public Token Read(int at)
    {
        at = SkipBlanks(at, out var unclosedComment);
        if (unclosedComment || at >= text.Length)
        {
            return unclosedComment ? new Token(TokenKind.Invalid, at, text.Length) : new Token(TokenKind.End, text.Length, text.Length);
        }

        var character = text[at];
        if (character == '\n')
        {
            return new Token(TokenKind.Newline, at, at + 1);
        }

        if (char.IsAsciiDigit(character))
        {
            return new Token(TokenKind.Number, at, NumberEnd(at));
        }

        if (IdentifierLength(text, at, first: true) is > 0 and var length)
        {
            return new Token(TokenKind.Identifier, at, IdentifierEnd(at + length));
        }

        return character == '"' ? new Token(TokenKind.Quote, at, at + 1) : Punctuation(at, character);
    }

    /// <summary>Length in UTF-16 units of the identifier character at this place, 0 when there is none.</summary>
    public static int IdentifierLength(string text, int at, bool first)
    {
        var character = text[at];
        if (character < 0x80)
        {
            return char.IsAsciiLetter(character) || character == '_' || (!first && (char.IsAsciiDigit(character) || character == '-')) ? 1 : 0;
        }

        if (!Rune.TryGetRuneAt(text, at, out var rune))
        {
            return 0;
        }

        var starts = Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.LetterNumber;
        var continues = starts || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation;
        return (first ? starts : continues) ? rune.Utf16SequenceLength : 0;
    }

    /// <summary>True for a name that can stand as an attribute or variable name.</summary>
    public static bool IsIdentifier(string name)
    {
        for (var at = 0; at < name.Length;)
        {
            var length = IdentifierLength(name, at, at == 0);
            if (length == 0)
            {
                return false;
            }

            at += length;
        }

        return name.Length > 0;
    }

    private int SkipBlanks(int at, out bool unclosedComment)
    {
        unclosedComment = false;
        while (at < text.Length)
        {
            var character = text[at];
            var next = at + 1 < text.Length ? text[at + 1] : '\0';
            if (character is ' ' or '\t' || (character == '\r' && next == '\n') || (character == '\uFEFF' && at == 0))
            {
                at++;
            }
            else if (character == '#' || (character == '/' && next == '/'))
            {
                var end = text.IndexOf('\n', at);
                at = end < 0 ? text.Length : end;
            }
            else if (character == '/' && next == '*')
            {
                var end = text.IndexOf("*/", at + 2, StringComparison.Ordinal);
                if (end < 0)
                {
                    unclosedComment = true;
                    return at;
                }

                at = end + 2;
            }
            else
            {
                break;
            }
        }

        return at;
    }

    private int NumberEnd(int at)
    {
        at = Digits(at);
        if (at + 1 < text.Length && text[at] == '.' && char.IsAsciiDigit(text[at + 1]))
        {
            at = Digits(at + 1);
        }

        if (at < text.Length && text[at] is 'e' or 'E')
        {
            var digits = at + 1 < text.Length && text[at + 1] is '+' or '-' ? at + 2 : at + 1;
            if (digits < text.Length && char.IsAsciiDigit(text[digits]))
            {
                at = Digits(digits);
            }
        }

        return at;
    }

    private int Digits(int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at;
    }

    private int IdentifierEnd(int at)
    {
        while (at < text.Length && IdentifierLength(text, at, first: false) is > 0 and var length)
        {
            at += length;
        }

        return at;
    }

    private Token Punctuation(int at, char character)
    {
        var rest = text.AsSpan(at, Math.Min(3, text.Length - at));
        if (rest.StartsWith("..."))
        {
            return new Token(TokenKind.Ellipsis, at, at + 3);
        }

        if (rest.StartsWith("<<") && HeredocHeaderEnd(at) is > 0 and var end)
        {
            return new Token(TokenKind.Heredoc, at, end);
        }

        var pair = rest.Length < 2 ? TokenKind.Invalid : (rest[0], rest[1]) switch
        {
            ('=', '=') => TokenKind.Equal,
            ('!', '=') => TokenKind.NotEqual,
            ('<', '=') => TokenKind.LessOrEqual,
            ('>', '=') => TokenKind.GreaterOrEqual,
            ('=', '>') => TokenKind.Arrow,
            ('&', '&') => TokenKind.And,
            ('|', '|') => TokenKind.Or,
            _ => TokenKind.Invalid,
        };
        return pair != TokenKind.Invalid ? new Token(pair, at, at + 2) : new Token(Single(character), at, at + InvalidLength(at));
    }

    private int InvalidLength(int at) => Rune.TryGetRuneAt(text, at, out var rune) ? rune.Utf16SequenceLength : 1;

    private static TokenKind Single(char character) => character switch
    {
        '{' => TokenKind.OpenBrace,
        '}' => TokenKind.CloseBrace,
        '[' => TokenKind.OpenBracket,
        ']' => TokenKind.CloseBracket,
        '(' => TokenKind.OpenParenthesis,
        ')' => TokenKind.CloseParenthesis,
        ',' => TokenKind.Comma,
        '.' => TokenKind.Dot,
        ':' => TokenKind.Colon,
        '?' => TokenKind.Question,
        '=' => TokenKind.Assign,
        '*' => TokenKind.Star,
        '/' => TokenKind.Slash,
        '%' => TokenKind.Percent,
        '+' => TokenKind.Plus,
        '-' => TokenKind.Minus,
        '<' => TokenKind.Less,
        '>' => TokenKind.Greater,
        '!' => TokenKind.Bang,
        '~' => TokenKind.Tilde,
        _ => TokenKind.Invalid,
    };

    /// <summary>The end of <c>&lt;&lt;-NAME</c> with its newline, 0 when it is something else.</summary>
    private int HeredocHeaderEnd(int at)
    {
        var name = at + 2 < text.Length && text[at + 2] == '-' ? at + 3 : at + 2;
        if (name >= text.Length || IdentifierLength(text, name, first: true) == 0)
        {
            return 0;
        }

        var end = IdentifierEnd(name);
        if (end < text.Length && text[end] == '\r')
        {
            end++;
        }

        return end < text.Length && text[end] == '\n' ? end + 1 : 0;
    }
}
