using Nomad.Hcl.Parsing;

namespace Nomad.Hcl.Formatting;

/// <summary>Cuts a valid source into tokens for layout.</summary>
internal static class FormatTokens
{
    public static List<FormatToken> Read(string text)
    {
        var lexer = new Lexer(text);
        var tokens = new List<FormatToken>();
        for (var at = 0; ;)
        {
            var token = lexer.Read(at);
            AddComments(text, at, token.Start, tokens);
            if (token.Kind == TokenKind.End)
            {
                return tokens;
            }

            var end = token.Kind switch
            {
                TokenKind.Quote => QuotedEnd(text, token.End),
                TokenKind.Heredoc => HeredocText.Find(text, token)?.MarkerEnd ?? token.End,
                _ => token.End,
            };
            tokens.Add(token.Kind == TokenKind.Newline
                ? new FormatToken(FormatTokenKind.Newline, TokenKind.Newline, "\n")
                : new FormatToken(FormatTokenKind.Code, token.Kind, text[token.Start..end]));
            at = end;
        }
    }

    /// <summary>Comments stand in the gaps that the lexer skips.</summary>
    private static void AddComments(string text, int start, int end, List<FormatToken> tokens)
    {
        for (var at = start; at < end;)
        {
            if (text[at] is ' ' or '\t' or '\r' or '\uFEFF')
            {
                at++;
            }
            else if (text[at] == '/' && text[at + 1] == '*')
            {
                var close = text.IndexOf("*/", at + 2, StringComparison.Ordinal) + 2;
                tokens.Add(new FormatToken(FormatTokenKind.BlockComment, TokenKind.Invalid, text[at..close]));
                at = close;
            }
            else
            {
                var close = text.IndexOf('\n', at);
                close = close < 0 ? end : Math.Min(close, end);
                tokens.Add(new FormatToken(FormatTokenKind.LineComment, TokenKind.Invalid, text[at..close].TrimEnd()));
                at = close;
            }
        }
    }

    /// <summary>The end of a string whose sequences may hold strings again.</summary>
    private static int QuotedEnd(string text, int at)
    {
        var open = new Stack<char>("\"");
        while (at < text.Length && open.Count > 0)
        {
            var character = text[at];
            if (open.Peek() == '"')
            {
                if (character == '\\')
                {
                    at++;
                }
                else if (character == '"')
                {
                    open.Pop();
                }
                else if (character is '$' or '%' && at + 1 < text.Length && text[at + 1] == '{' && text[at - 1] != character)
                {
                    open.Push('{');
                    at++;
                }
            }
            else if (character is '"' or '{')
            {
                open.Push(character);
            }
            else if (character == '}')
            {
                open.Pop();
            }

            at++;
        }

        return Math.Min(at, text.Length);
    }
}
