namespace Nomad.Hcl.Parsing;

/// <summary>Reads tuples, objects, for expressions and function calls.</summary>
internal sealed class CollectionParser(TokenCursor cursor, ExpressionParser expressions)
{
    public HclExpression ParseBracket()
    {
        var open = cursor.Take();
        cursor.PushNewlines(ignore: true);
        if (cursor.IsKeyword("for"))
        {
            return ParseFor(open, TokenKind.CloseBracket);
        }

        var items = new List<HclExpression>();
        while (cursor.Kind != TokenKind.CloseBracket)
        {
            items.Add(expressions.Parse());
            if (cursor.Kind == TokenKind.CloseBracket)
            {
                break;
            }

            if (!cursor.TakeIf(TokenKind.Comma))
            {
                throw cursor.Kind == TokenKind.End
                    ? cursor.Fail("Unterminated tuple constructor expression", "There is no corresponding closing bracket before the end of the file. This may be caused by incorrect bracket nesting elsewhere in this file.", open)
                    : cursor.Fail("Missing item separator", "Expected a comma to mark the beginning of the next item.", cursor.Peek);
            }
        }

        var close = cursor.Take();
        cursor.PopNewlines();
        return new HclTupleLiteral(items, cursor.Source.Range(open.Start, close.End)) { Depth = Deeper(items) };
    }

    public HclExpression ParseBrace()
    {
        var open = cursor.Take();
        cursor.PushNewlines(ignore: true);
        if (cursor.IsKeyword("for"))
        {
            return ParseFor(open, TokenKind.CloseBrace);
        }

        cursor.PopNewlines();
        cursor.PushNewlines(ignore: false);
        var items = new List<HclObjectItem>();
        while (true)
        {
            SkipNewlines();
            if (cursor.Kind == TokenKind.CloseBrace)
            {
                break;
            }

            items.Add(ParseObjectItem(open));
            if (cursor.Kind is not (TokenKind.Newline or TokenKind.Comma or TokenKind.CloseBrace))
            {
                throw cursor.Kind == TokenKind.End
                    ? Unterminated(open)
                    : cursor.Fail("Missing attribute separator", "Expected a newline or comma to mark the beginning of the next attribute.", cursor.Peek);
            }

            if (cursor.TakeIf(TokenKind.Comma) && cursor.Kind == TokenKind.Comma)
            {
                throw cursor.Fail("Invalid expression", "Expected the start of an expression, but found an invalid expression token.", cursor.Peek);
            }
        }

        var close = cursor.Take();
        cursor.PopNewlines();
        return new HclObjectLiteral(items, cursor.Source.Range(open.Start, close.End))
        {
            Depth = Deeper([.. items.Select(item => item.Key), .. items.Select(item => item.Value)]),
        };
    }

    public HclCall ParseCall(Token nameToken, string name)
    {
        var open = cursor.Take();
        cursor.PushNewlines(ignore: true);
        var arguments = new List<HclExpression>();
        var expands = false;
        while (cursor.Kind != TokenKind.CloseParenthesis)
        {
            arguments.Add(expressions.Parse());
            if (cursor.TakeIf(TokenKind.Ellipsis))
            {
                expands = true;
                if (cursor.Kind != TokenKind.CloseParenthesis)
                {
                    throw cursor.Fail("Missing closing parenthesis", "An expanded function argument (with ...) must be immediately followed by closing parentheses.", cursor.Peek);
                }
            }
            else if (cursor.Kind != TokenKind.CloseParenthesis && !cursor.TakeIf(TokenKind.Comma))
            {
                throw cursor.Kind == TokenKind.End
                    ? cursor.Fail("Unterminated function call", "There is no closing parenthesis for this function call before the end of the file. This may be caused by incorrect parenthesis nesting elsewhere in this file.", open)
                    : cursor.Fail("Missing argument separator", "A comma is required to separate each function argument from the next.", cursor.Peek);
            }
        }

        var close = cursor.Take();
        cursor.PopNewlines();
        var range = cursor.Source.Range(nameToken.Start, close.End);
        return new HclCall(name, arguments, expands, cursor.Range(nameToken), range) { Depth = Deeper(arguments) };
    }

    private int Deeper(List<HclExpression> children) => expressions.Deeper([.. children]);

    private SyntaxException Unterminated(Token open) => cursor.Fail(
        "Unterminated object constructor expression",
        "There is no corresponding closing brace before the end of the file. This may be caused by incorrect brace nesting elsewhere in this file.",
        open);

    private void SkipNewlines()
    {
        while (cursor.TakeIf(TokenKind.Newline))
        {
        }
    }

    private HclObjectItem ParseObjectItem(Token open)
    {
        if (cursor.Kind == TokenKind.End)
        {
            throw Unterminated(open);
        }

        var written = cursor.Peek;
        var key = expressions.Parse();
        if (written.Kind == TokenKind.Identifier && key is HclTraversal { Steps.Count: > 0 })
        {
            throw cursor.Fail(
                "Ambiguous attribute key",
                "If this expression is intended to be a reference, wrap it in parentheses. If it's instead intended as a literal name containing periods, wrap it in quotes to create a string literal.",
                key.Range);
        }

        if (written.Kind == TokenKind.Identifier && key is HclTraversal or HclLiteral { Value.Kind: HclValueKind.Bool or HclValueKind.Null })
        {
            key = new HclLiteral(HclValue.String(cursor.Text(written)), key.Range);
        }

        if (cursor.Kind is not (TokenKind.Assign or TokenKind.Colon))
        {
            throw cursor.Kind switch
            {
                TokenKind.End => Unterminated(open),
                TokenKind.Newline or TokenKind.Comma => cursor.Fail("Missing attribute value", "Expected an attribute value, introduced by an equals sign (\"=\").", cursor.Peek),
                _ => cursor.Fail("Missing key/value separator", "Expected an equals sign (\"=\") to mark the beginning of the attribute value.", cursor.Peek),
            };
        }

        cursor.Take();
        return new HclObjectItem(key, expressions.Parse());
    }

    private HclFor ParseFor(Token open, TokenKind closeKind)
    {
        cursor.Take();
        var first = TakeVariable();
        string? second = null;
        if (cursor.TakeIf(TokenKind.Comma))
        {
            second = TakeVariable();
        }

        if (!cursor.IsKeyword("in"))
        {
            throw Invalid("For expression requires the 'in' keyword after its name declarations.");
        }

        cursor.Take();
        var collection = expressions.Parse();
        if (!cursor.TakeIf(TokenKind.Colon))
        {
            throw Invalid("For expression requires a colon after the collection expression.");
        }

        var value = expressions.Parse();
        HclExpression? key = null;
        if (cursor.TakeIf(TokenKind.Arrow))
        {
            key = value;
            value = expressions.Parse();
        }

        var groups = cursor.TakeIf(TokenKind.Ellipsis);
        HclExpression? condition = null;
        if (cursor.IsKeyword("if"))
        {
            cursor.Take();
            condition = expressions.Parse();
        }

        CheckForShape(closeKind, key, groups);
        var close = cursor.Take();
        cursor.PopNewlines();
        var (keyName, valueName) = second is null ? (null, first) : (first, second);
        return new HclFor(keyName, valueName, collection, key, value, cursor.Source.Range(open.Start, close.End))
        {
            Condition = condition,
            Groups = groups,
            Depth = expressions.Deeper([collection, value, .. key is null ? (HclExpression[])[] : [key], .. condition is null ? (HclExpression[])[] : [condition]]),
        };
    }

    private void CheckForShape(TokenKind closeKind, HclExpression? key, bool groups)
    {
        if (closeKind == TokenKind.CloseBrace && key is null)
        {
            throw Invalid("Key expression is required when building an object.");
        }

        if (closeKind == TokenKind.CloseBracket && key is not null)
        {
            throw Invalid("Key expression is not valid when building a tuple.");
        }

        if (closeKind == TokenKind.CloseBracket && groups)
        {
            throw Invalid("Grouping ellipsis (...) cannot be used when building a tuple.");
        }

        if (cursor.Kind != closeKind)
        {
            throw Invalid("Extra characters after the end of the 'for' expression.");
        }
    }

    private string TakeVariable() => cursor.Kind == TokenKind.Identifier
        ? cursor.Text(cursor.Take())
        : throw Invalid("For expression requires variable name after 'for'.");

    private SyntaxException Invalid(string detail) => cursor.Fail("Invalid 'for' expression", detail, cursor.Peek);
}
