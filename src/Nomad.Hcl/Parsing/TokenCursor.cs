namespace Nomad.Hcl.Parsing;

/// <summary>
/// Reads tokens one ahead, skips newlines where they have no meaning, counts what is open, and collects diagnostics.
/// Shared by the parsers of one text.
/// </summary>
internal sealed class TokenCursor(SourceText source)
{
    /// <summary>Nested brackets, blocks and operators. Deeper texts are refused before the stack ends.</summary>
    public const int MaxNesting = 200;

    /// <summary>After so many errors the rest of a file is not worth reporting.</summary>
    public const int MaxDiagnostics = 50;

    /// <summary>Labels of one block: far more than any has; a text of nothing but quotes ends here.</summary>
    public const int MaxLabels = 64;

    private readonly Lexer _lexer = new(source.Text);
    private readonly Stack<bool> _ignoreNewlines = new([false]);
    private Token? _next;
    private int _position;
    private int _nesting;

    public SourceText Source { get; } = source;

    public List<HclDiagnostic> Diagnostics { get; } = [];

    /// <summary>Brackets and braces taken and not closed.</summary>
    public int OpenBrackets { get; set; }

    /// <summary>The outermost template that is being read; null outside.</summary>
    public TemplateStart? OpenTemplate { get; set; }

    public Token Peek
    {
        get
        {
            while (true)
            {
                _next ??= _lexer.Read(_position);
                if (_next.Value.Kind != TokenKind.Newline || !_ignoreNewlines.Peek())
                {
                    return _next.Value;
                }

                _position = _next.Value.End;
                _next = null;
            }
        }
    }

    public TokenKind Kind => Peek.Kind;

    public Token Take()
    {
        var token = Peek;
        _position = token.End;
        _next = null;
        OpenBrackets += token.Kind switch
        {
            TokenKind.OpenBrace or TokenKind.OpenBracket or TokenKind.OpenParenthesis => 1,
            TokenKind.CloseBrace or TokenKind.CloseBracket or TokenKind.CloseParenthesis => -1,
            _ => 0,
        };
        return token;
    }

    public bool TakeIf(TokenKind kind)
    {
        if (Kind != kind)
        {
            return false;
        }

        Take();
        return true;
    }

    /// <summary>Continues at another place of the text.</summary>
    public void Seek(int offset)
    {
        _position = offset;
        _next = null;
    }

    public void PushNewlines(bool ignore) => _ignoreNewlines.Push(ignore);

    public void PopNewlines() => _ignoreNewlines.Pop();

    public int NewlineModes => _ignoreNewlines.Count;

    /// <summary>After an error: drops the modes that the abandoned rules have pushed.</summary>
    public void Restore(int newlineModes, int nesting)
    {
        while (_ignoreNewlines.Count > newlineModes)
        {
            _ignoreNewlines.Pop();
        }

        _nesting = nesting;
    }

    public int Nesting => _nesting;

    public void Enter()
    {
        if (++_nesting > MaxNesting)
        {
            throw Fail("Nesting too deep", $"Blocks and expressions can be nested at most {MaxNesting} levels deep.", Peek);
        }
    }

    public void Leave() => _nesting--;

    public string Text(Token token) => Source.Slice(token.Start, token.End);

    public bool IsKeyword(string word) => Kind == TokenKind.Identifier && Source.Text.AsSpan(Peek.Start, Peek.End - Peek.Start).SequenceEqual(word);

    public SourceRange Range(Token token) => Source.Range(token.Start, token.End);

    public void Report(string summary, string detail, SourceRange range) => Diagnostics.Add(HclDiagnostic.Error(summary, detail, range));

    /// <summary>Reports and gives the exception to throw. A token that is no token at all is reported as that.</summary>
    public SyntaxException Fail(string summary, string detail, Token token)
    {
        if (token.Kind == TokenKind.Invalid)
        {
            (summary, detail) = InvalidCharacter(token);
        }

        Report(summary, detail, Range(token));
        return new SyntaxException();
    }

    public SyntaxException Fail(string summary, string detail, SourceRange range)
    {
        Report(summary, detail, range);
        return new SyntaxException();
    }

    private (string Summary, string Detail) InvalidCharacter(Token token) => Source.Text[token.Start] switch
    {
        '/' => ("Unterminated comment", "This comment is not closed before the end of the file."),
        '\'' => ("Invalid character", "Single quotes are not valid. Use double quotes (\") to enclose strings."),
        '`' => ("Invalid character", "The \"`\" character is not valid. To create a multi-line string, use the \"heredoc\" syntax, like \"<<EOT\"."),
        ';' => ("Invalid character", "The \";\" character is not valid. Use newlines to separate arguments and blocks, and commas to separate items in collection values."),
        '&' => ("Unsupported operator", "Bitwise operators are not supported. Did you mean boolean AND (\"&&\")?"),
        '|' => ("Unsupported operator", "Bitwise operators are not supported. Did you mean boolean OR (\"||\")?"),
        '^' => ("Unsupported operator", "\"^\" is not a supported operator."),
        _ => ("Invalid character", "This character is not used within the language."),
    };
}

/// <summary>Where reading goes on after an error inside of a template: <see cref="End"/> for a heredoc, else the end of the line.</summary>
internal sealed record TemplateStart(int OpenBrackets, int? End);
