namespace Nomad.Hcl.Parsing;

internal enum TokenKind
{
    End,
    Newline,
    Identifier,
    Number,
    Quote,
    Heredoc,
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    OpenParenthesis,
    CloseParenthesis,
    Comma,
    Dot,
    Ellipsis,
    Colon,
    Question,
    Assign,
    Arrow,
    Star,
    Slash,
    Percent,
    Plus,
    Minus,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
    Bang,
    Tilde,
    Invalid,
}

/// <summary>A token; for <see cref="TokenKind.Quote"/> only the quote itself, for a heredoc the opening line.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int End);
