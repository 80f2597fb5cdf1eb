using Nomad.Hcl.Parsing;

namespace Nomad.Hcl.Formatting;

internal enum FormatTokenKind
{
    Code,
    LineComment,
    BlockComment,
    Newline,
}

/// <summary>A token with its text: whole strings and heredocs are one token, comments are tokens too.</summary>
internal sealed record FormatToken(FormatTokenKind Kind, TokenKind Code, string Text)
{
    public int Opens => Code is TokenKind.OpenBrace or TokenKind.OpenBracket or TokenKind.OpenParenthesis ? 1 : 0;

    public int Closes => Code is TokenKind.CloseBrace or TokenKind.CloseBracket or TokenKind.CloseParenthesis ? 1 : 0;
}
