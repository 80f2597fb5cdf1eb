namespace Nomad.Hcl.Parsing;

/// <summary>Reads what follows a term: attribute access, index, splat.</summary>
internal sealed class PostfixParser(TokenCursor cursor, ExpressionParser expressions)
{
    public HclExpression Parse(HclExpression source)
    {
        var chain = new Chain(source, cursor, expressions);
        while (true)
        {
            if (cursor.Kind == TokenKind.Dot)
            {
                cursor.Take();
                ParseAfterDot(chain);
            }
            else if (cursor.Kind == TokenKind.OpenBracket)
            {
                ParseIndex(chain);
            }
            else
            {
                return chain.Finish();
            }
        }
    }

    private void ParseAfterDot(Chain chain)
    {
        var token = cursor.Peek;
        switch (token.Kind)
        {
            case TokenKind.Identifier or TokenKind.Number:
                TakeStep(chain);
                break;
            case TokenKind.Star:
                cursor.Take();
                var item = new HclSplatItem(cursor.Range(token));
                var each = new Chain(item, cursor, expressions);
                while (cursor.Kind == TokenKind.Dot)
                {
                    cursor.Take();
                    if (cursor.Kind == TokenKind.Star)
                    {
                        throw cursor.Fail("Nested splat expression not allowed", "A splat expression (*) cannot be used inside another attribute-only splat expression.", cursor.Peek);
                    }

                    TakeStep(each);
                }

                chain.Splat(each.Finish(), item);
                break;
            default:
                throw cursor.Fail("Invalid attribute name", "An attribute name is required after a dot.", token);
        }
    }

    /// <summary><c>name</c>, <c>0</c>, or <c>0.1</c> which reads as one number but means two steps.</summary>
    private void TakeStep(Chain chain)
    {
        var token = cursor.Peek;
        if (token.Kind == TokenKind.Identifier)
        {
            cursor.Take();
            chain.Step(new HclStep(HclValue.String(cursor.Text(token)), IsAttribute: true, cursor.Range(token)));
            return;
        }

        if (token.Kind != TokenKind.Number)
        {
            throw cursor.Fail("Invalid attribute name", "An attribute name is required after a dot.", token);
        }

        cursor.Take();
        foreach (var part in cursor.Text(token).Split('.'))
        {
            if (!part.All(char.IsAsciiDigit) || !HclNumber.TryParse(part, out var index))
            {
                throw cursor.Fail("Invalid legacy index syntax", "An index after a dot must be a whole number.", token);
            }

            chain.Step(new HclStep(HclValue.Number(index), IsAttribute: false, cursor.Range(token)));
        }
    }

    private void ParseIndex(Chain chain)
    {
        var open = cursor.Take();
        cursor.PushNewlines(ignore: true);
        if (cursor.Kind == TokenKind.Star)
        {
            cursor.Take();
            var range = cursor.Source.Range(open.Start, TakeClose().End);
            cursor.PopNewlines();
            cursor.Enter();
            var item = new HclSplatItem(range);
            chain.Splat(Parse(item), item);
            cursor.Leave();
            return;
        }

        var key = expressions.Parse();
        var whole = cursor.Source.Range(open.Start, TakeClose().End);
        cursor.PopNewlines();
        if (key is HclLiteral { Value: { Kind: HclValueKind.Number or HclValueKind.String } constant })
        {
            chain.Step(new HclStep(constant, IsAttribute: false, whole));
        }
        else
        {
            chain.Index(key, whole);
        }
    }

    private Token TakeClose() => cursor.Kind == TokenKind.CloseBracket
        ? cursor.Take()
        : throw cursor.Fail("Missing close bracket on index", "The index operator must end with a closing bracket (\"]\").", cursor.Peek);

    /// <summary>Gathers constant steps so that a run of them becomes one node.</summary>
    private sealed class Chain(HclExpression source, TokenCursor cursor, ExpressionParser expressions)
    {
        private readonly List<HclStep> _steps = [];
        private HclExpression _current = source;

        public void Step(HclStep step)
        {
            if (_steps.Count >= ExpressionParser.MaxChain)
            {
                throw cursor.Fail("Expression too long", $"An expression can chain at most {ExpressionParser.MaxChain} operations.", step.Range);
            }

            _steps.Add(step);
        }

        public void Splat(HclExpression each, HclSplatItem item)
        {
            var from = Finish();
            _current = new HclSplat(from, each, item, SourceRange.Between(from.Range, each.Range)) { Depth = expressions.Deeper(from, each) };
        }

        public void Index(HclExpression key, SourceRange range)
        {
            var from = Finish();
            _current = new HclIndex(from, key, SourceRange.Between(from.Range, range)) { Depth = expressions.Deeper(from, key) };
        }

        public HclExpression Finish()
        {
            if (_steps.Count == 0)
            {
                return _current;
            }

            var range = SourceRange.Between(_current.Range, _steps[^1].Range);
            _current = _current is HclTraversal { Steps.Count: 0 } root
                ? new HclTraversal(root.Root, [.. _steps], cursor.Source.Slice(range.Start.Offset, range.End.Offset), range)
                : new HclRelativeTraversal(_current, [.. _steps], range) { Depth = expressions.Deeper(_current) };
            _steps.Clear();
            return _current;
        }
    }
}
