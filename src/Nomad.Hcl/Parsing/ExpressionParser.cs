namespace Nomad.Hcl.Parsing;

/// <summary>Recursive descent over expressions; binary operators by precedence climbing.</summary>
internal sealed class ExpressionParser
{
    /// <summary>Longest chain of operators or steps without brackets; it becomes the depth of the tree.</summary>
    public const int MaxChain = 2000;

    private readonly TokenCursor _cursor;
    private readonly CollectionParser _collections;
    private readonly PostfixParser _postfix;

    public ExpressionParser(TokenCursor cursor)
    {
        _cursor = cursor;
        Templates = new TemplateParser(cursor, this);
        _collections = new CollectionParser(cursor, this);
        _postfix = new PostfixParser(cursor, this);
    }

    public TemplateParser Templates { get; }

    public HclExpression Parse()
    {
        _cursor.Enter();
        var condition = ParseBinary(1);
        if (!_cursor.TakeIf(TokenKind.Question))
        {
            _cursor.Leave();
            return condition;
        }

        var then = Parse();
        if (!_cursor.TakeIf(TokenKind.Colon))
        {
            throw _cursor.Fail(
                "Missing false expression in conditional",
                "The conditional operator (...?...:...) requires a false expression, delimited by a colon.",
                _cursor.Peek);
        }

        var otherwise = Parse();
        _cursor.Leave();
        return new HclConditional(condition, then, otherwise, SourceRange.Between(condition.Range, otherwise.Range))
        {
            Depth = Deeper(condition, then, otherwise),
        };
    }

    /// <summary>Depth of a node above these; refuses what would be too deep to walk.</summary>
    public int Deeper(params ReadOnlySpan<HclExpression> children)
    {
        var depth = 1;
        foreach (var child in children)
        {
            depth = Math.Max(depth, child.Depth + 1);
        }

        return depth <= MaxChain
            ? depth
            : throw _cursor.Fail("Expression too long", $"An expression can chain at most {MaxChain} operations.", children[0].Range);
    }

    public HclExpression ParseUnary()
    {
        var token = _cursor.Peek;
        if (token.Kind is not (TokenKind.Minus or TokenKind.Bang))
        {
            return _postfix.Parse(ParseTerm());
        }

        _cursor.Enter();
        _cursor.Take();
        var operand = ParseUnary();
        _cursor.Leave();
        var kind = token.Kind == TokenKind.Minus ? HclOperator.Negate : HclOperator.Not;
        return new HclUnary(kind, operand, SourceRange.Between(_cursor.Range(token), operand.Range)) { Depth = Deeper(operand) };
    }

    private HclExpression ParseBinary(int minimum)
    {
        var left = ParseUnary();
        while (Precedence(_cursor.Kind) is var (precedence, kind) && precedence >= minimum)
        {
            _cursor.Take();
            var right = ParseBinary(precedence + 1);
            left = new HclBinary(kind, left, right, SourceRange.Between(left.Range, right.Range)) { Depth = Deeper(left, right) };
        }

        return left;
    }

    private static (int Precedence, HclOperator Operator) Precedence(TokenKind kind) => kind switch
    {
        TokenKind.Or => (1, HclOperator.Or),
        TokenKind.And => (2, HclOperator.And),
        TokenKind.Equal => (3, HclOperator.Equal),
        TokenKind.NotEqual => (3, HclOperator.NotEqual),
        TokenKind.Greater => (4, HclOperator.Greater),
        TokenKind.GreaterOrEqual => (4, HclOperator.GreaterOrEqual),
        TokenKind.Less => (4, HclOperator.Less),
        TokenKind.LessOrEqual => (4, HclOperator.LessOrEqual),
        TokenKind.Plus => (5, HclOperator.Add),
        TokenKind.Minus => (5, HclOperator.Subtract),
        TokenKind.Star => (6, HclOperator.Multiply),
        TokenKind.Slash => (6, HclOperator.Divide),
        TokenKind.Percent => (6, HclOperator.Modulo),
        _ => (0, default),
    };

    private HclExpression ParseTerm()
    {
        var token = _cursor.Peek;
        switch (token.Kind)
        {
            case TokenKind.Number:
                _cursor.Take();
                return new HclLiteral(HclValue.Number(ReadNumber(token)), _cursor.Range(token));
            case TokenKind.Quote:
                return Templates.ParseQuoted();
            case TokenKind.Heredoc:
                return Templates.ParseHeredoc();
            case TokenKind.Identifier:
                _cursor.Take();
                return ParseWord(token);
            case TokenKind.OpenParenthesis:
                return ParseParentheses();
            case TokenKind.OpenBracket:
                return _collections.ParseBracket();
            case TokenKind.OpenBrace:
                return _collections.ParseBrace();
            case TokenKind.End:
                throw _cursor.Fail("Missing expression", "Expected the start of an expression, but found the end of the file.", token);
            default:
                throw _cursor.Fail("Invalid expression", "Expected the start of an expression, but found an invalid expression token.", token);
        }
    }

    private HclNumber ReadNumber(Token token) => HclNumber.TryParse(_cursor.Source.Text.AsSpan(token.Start, token.End - token.Start), out var number)
        ? number
        : throw _cursor.Fail("Invalid number literal", "Failed to recognize the value of this number literal.", token);

    private HclExpression ParseWord(Token token)
    {
        var name = _cursor.Text(token);
        if (_cursor.Kind == TokenKind.OpenParenthesis)
        {
            return _collections.ParseCall(token, name);
        }

        var range = _cursor.Range(token);
        return name switch
        {
            "true" => new HclLiteral(HclValue.True, range),
            "false" => new HclLiteral(HclValue.False, range),
            "null" => new HclLiteral(HclValue.Null, range),
            _ => new HclTraversal(name, [], name, range),
        };
    }

    private HclParentheses ParseParentheses()
    {
        var open = _cursor.Take();
        _cursor.PushNewlines(ignore: true);
        var inner = Parse();
        if (_cursor.Kind != TokenKind.CloseParenthesis)
        {
            throw _cursor.Fail("Unbalanced parentheses", "Expected a closing parenthesis to terminate the expression.", _cursor.Peek);
        }

        var close = _cursor.Take();
        _cursor.PopNewlines();
        return new HclParentheses(inner, _cursor.Source.Range(open.Start, close.End)) { Depth = Deeper(inner) };
    }
}
