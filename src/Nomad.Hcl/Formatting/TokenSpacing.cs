using System.Text;
using Nomad.Hcl.Parsing;

namespace Nomad.Hcl.Formatting;

/// <summary>Which neighbouring tokens have a space between them.</summary>
internal static class TokenSpacing
{
    public static string Join(IReadOnlyList<FormatToken> tokens)
    {
        var text = new StringBuilder();
        for (var at = 0; at < tokens.Count; at++)
        {
            if (at > 0 && HasSpace(at > 1 ? tokens[at - 2] : null, tokens[at - 1], tokens[at]))
            {
                text.Append(' ');
            }

            text.Append(tokens[at].Text);
        }

        return text.ToString();
    }

    private static bool HasSpace(FormatToken? before, FormatToken left, FormatToken right)
    {
        if (left.Kind != FormatTokenKind.Code || right.Kind != FormatTokenKind.Code)
        {
            return true;
        }

        if (left.Code == TokenKind.Dot || right.Code is TokenKind.Dot or TokenKind.Comma or TokenKind.Ellipsis or TokenKind.CloseParenthesis or TokenKind.CloseBracket)
        {
            return false;
        }

        if (left.Code is TokenKind.OpenParenthesis or TokenKind.OpenBracket or TokenKind.Bang)
        {
            return false;
        }

        if (left.Code == TokenKind.OpenBrace && right.Code == TokenKind.CloseBrace)
        {
            return false;
        }

        if (left.Code == TokenKind.Minus && IsUnary(before))
        {
            return false;
        }

        return right.Code switch
        {
            TokenKind.OpenParenthesis => left.Code != TokenKind.Identifier || left.Text is "in" or "if",
            TokenKind.OpenBracket => !EndsValue(left) || left.Text is "in" or "if",
            _ => true,
        };
    }

    private static bool EndsValue(FormatToken? token) => token?.Code is TokenKind.Identifier or TokenKind.Number or TokenKind.Quote or TokenKind.Heredoc
        or TokenKind.CloseBrace or TokenKind.CloseBracket or TokenKind.CloseParenthesis or TokenKind.Star;

    /// <summary>A minus is a sign when no value stands before it.</summary>
    private static bool IsUnary(FormatToken? before) => !EndsValue(before) || before?.Code == TokenKind.Star;
}
