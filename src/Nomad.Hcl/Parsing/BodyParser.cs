namespace Nomad.Hcl.Parsing;

/// <summary>Reads attributes and blocks. An item with an error is left out and reading goes on behind it.</summary>
internal sealed class BodyParser
{
    private readonly TokenCursor _cursor;
    private readonly ExpressionParser _expressions;

    public BodyParser(SourceText source)
    {
        _cursor = new TokenCursor(source);
        _expressions = new ExpressionParser(_cursor);
    }

    private SourceText Source => _cursor.Source;

    public HclFile ParseFile()
    {
        if (Source.Text.Length > HclParser.MaxLength)
        {
            _cursor.Report("File too large", $"A file can have at most {HclParser.MaxLength} characters.", Source.Range(0, 0));
            return new HclFile(Source.FileName, Source.Text, new HclBody([], [], Source.Range(0, 0)), _cursor.Diagnostics);
        }

        var body = ParseBody(0, inBlock: false);
        return new HclFile(Source.FileName, Source.Text, body, _cursor.Diagnostics);
    }

    public HclExpression? ParseLoneExpression(ICollection<HclDiagnostic> diagnostics) => ParseLone(diagnostics, () =>
    {
        _cursor.PushNewlines(ignore: true);
        var expression = _expressions.Parse();
        return _cursor.Kind == TokenKind.End
            ? expression
            : throw _cursor.Fail("Extra characters after expression", "An expression was successfully parsed, but extra characters were found after it.", _cursor.Peek);
    });

    public HclExpression? ParseLoneTemplate(ICollection<HclDiagnostic> diagnostics) =>
        ParseLone(diagnostics, () => _expressions.Templates.ParseRaw(0, Source.Text.Length));

    private HclExpression? ParseLone(ICollection<HclDiagnostic> diagnostics, Func<HclExpression> parse)
    {
        HclExpression? result = null;
        try
        {
            result = Source.Text.Length > HclParser.MaxLength
                ? throw _cursor.Fail("Value too large", $"A value can have at most {HclParser.MaxLength} characters.", Source.Range(0, 0))
                : parse();
        }
        catch (SyntaxException)
        {
            // the reason is in the diagnostics
        }

        foreach (var diagnostic in _cursor.Diagnostics)
        {
            diagnostics.Add(diagnostic);
        }

        return _cursor.Diagnostics.Count == 0 ? result : null;
    }

    private HclBody ParseBody(int start, bool inBlock)
    {
        var attributes = new List<HclAttribute>();
        var blocks = new List<HclBlock>();
        var names = new Dictionary<string, SourceRange>();
        while (true)
        {
            while (_cursor.TakeIf(TokenKind.Newline))
            {
            }

            if (_cursor.Kind == TokenKind.End || (inBlock && _cursor.Kind == TokenKind.CloseBrace))
            {
                return new HclBody(attributes, blocks, Source.Range(start, _cursor.Peek.End));
            }

            ParseItem(attributes, blocks, names);
        }
    }

    private void ParseItem(List<HclAttribute> attributes, List<HclBlock> blocks, Dictionary<string, SourceRange> names)
    {
        var (open, modes, nesting) = (_cursor.OpenBrackets, _cursor.NewlineModes, _cursor.Nesting);
        try
        {
            var name = TakeName();
            if (_cursor.Kind == TokenKind.Assign)
            {
                var attribute = ParseAttribute(name);
                Add(attribute, attributes, names);
                ExpectItemEnd("Missing newline after argument", "An argument definition must end with a newline.");
            }
            else
            {
                blocks.Add(ParseBlock(name));
                ExpectItemEnd("Missing newline after block definition", "A block definition must end with a newline.");
            }
        }
        catch (SyntaxException)
        {
            _cursor.Restore(modes, nesting);
            if (_cursor.Diagnostics.Count >= TokenCursor.MaxDiagnostics)
            {
                _cursor.Seek(Source.Text.Length);
            }

            SkipItem(open);
        }
    }

    private Token TakeName()
    {
        var token = _cursor.Peek;
        return token.Kind switch
        {
            TokenKind.Identifier => _cursor.Take(),
            TokenKind.Quote => throw _cursor.Fail("Invalid argument name", "Argument names must not be quoted.", QuotedToken(token)),
            _ => throw _cursor.Fail("Argument or block definition required", "An argument or block definition is required here.", token),
        };
    }

    /// <summary>For a message, the quoted word up to its end on the same line.</summary>
    private Token QuotedToken(Token quote)
    {
        var end = Source.Text.AsSpan(quote.End).IndexOfAny('"', '\n');
        return end < 0 ? quote : new Token(TokenKind.Quote, quote.Start, quote.End + end + 1);
    }

    private void Add(HclAttribute attribute, List<HclAttribute> attributes, Dictionary<string, SourceRange> names)
    {
        if (names.TryGetValue(attribute.Name, out var earlier))
        {
            _cursor.Report(
                "Attribute redefined",
                $"The argument \"{attribute.Name}\" was already set at {earlier}. Each argument may be set only once.",
                attribute.NameRange);
            return;
        }

        names.Add(attribute.Name, attribute.NameRange);
        attributes.Add(attribute);
    }

    private HclAttribute ParseAttribute(Token name)
    {
        _cursor.Take();
        var value = _expressions.Parse();
        var nameRange = _cursor.Range(name);
        return new HclAttribute(_cursor.Text(name), value, SourceRange.Between(nameRange, value.Range), nameRange);
    }

    private HclBlock ParseBlock(Token name)
    {
        var labels = new List<string>();
        var ranges = new List<SourceRange>();
        while (_cursor.Kind != TokenKind.OpenBrace)
        {
            if (labels.Count >= TokenCursor.MaxLabels)
            {
                throw _cursor.Fail("Too many labels", $"A block can have at most {TokenCursor.MaxLabels} labels.", _cursor.Peek);
            }

            var (label, range) = TakeLabel(labels.Count > 0);
            labels.Add(label);
            ranges.Add(range);
        }

        var typeRange = _cursor.Range(name);
        var brace = _cursor.Take();
        _cursor.PushNewlines(ignore: false);
        _cursor.Enter();
        var body = _cursor.Kind is TokenKind.Newline or TokenKind.CloseBrace ? ParseBody(brace.Start, inBlock: true) : ParseSingleLine(brace);
        if (_cursor.Kind == TokenKind.End)
        {
            if (_cursor.Diagnostics.Count == 0)
            {
                _cursor.Report(
                    "Unclosed configuration block",
                    "There is no closing brace for this block before the end of the file. This may be caused by incorrect brace nesting elsewhere in this file.",
                    typeRange);
            }
        }
        else
        {
            _cursor.Take();
        }

        _cursor.Leave();
        _cursor.PopNewlines();
        return new HclBlock(_cursor.Text(name), labels, body)
        {
            TypeRange = typeRange,
            DefinitionRange = ranges.Count == 0 ? typeRange : SourceRange.Between(typeRange, ranges[^1]),
            LabelRanges = ranges,
        };
    }

    private HclBody ParseSingleLine(Token brace)
    {
        var attributes = new List<HclAttribute>();
        var name = TakeName();
        if (_cursor.Kind != TokenKind.Assign)
        {
            throw _cursor.Fail(
                "Invalid single-argument block definition",
                "A single-line block definition can contain only a single argument. If you meant to define argument \"" + _cursor.Text(name)
                    + "\", use an equals sign to assign it a value. To define a nested block, place it on a line of its own within its parent block.",
                name);
        }

        attributes.Add(ParseAttribute(name));
        return _cursor.Kind switch
        {
            TokenKind.CloseBrace => new HclBody(attributes, [], Source.Range(brace.Start, _cursor.Peek.End)),
            TokenKind.Comma or TokenKind.Identifier => throw _cursor.Fail(
                "Invalid single-argument block definition",
                "Single-line block syntax can include only one argument definition. To define multiple arguments, use the multi-line block syntax with one argument definition per line.",
                _cursor.Peek),
            _ => throw _cursor.Fail(
                "Invalid single-argument block definition",
                "An argument definition on the same line as its containing block creates a single-line block definition, which must also be closed on the same line. Place the block's closing brace immediately after the argument definition.",
                _cursor.Peek),
        };
    }

    private (string Label, SourceRange Range) TakeLabel(bool hasLabels)
    {
        var token = _cursor.Peek;
        switch (token.Kind)
        {
            case TokenKind.Identifier:
                _cursor.Take();
                return (_cursor.Text(token), _cursor.Range(token));
            case TokenKind.Quote:
                var (text, range) = _expressions.Templates.TakeQuotedLiteral();
                return (text, range);
            case TokenKind.Assign:
                throw _cursor.Fail("Invalid block definition", "The equals sign \"=\" indicates an argument definition, and must not be used when defining a block.", token);
            case TokenKind.Newline:
                throw _cursor.Fail(
                    "Invalid block definition",
                    "A block definition must have block content delimited by \"{\" and \"}\", starting on the same line as the block header.",
                    token);
            default:
                throw hasLabels || token.Kind != TokenKind.End
                    ? _cursor.Fail("Invalid block definition", "Either a quoted string block label or an opening brace (\"{\") is expected here.", token)
                    : _cursor.Fail("Argument or block definition required", "An argument or block definition is required here.", token);
        }
    }

    private void ExpectItemEnd(string summary, string detail)
    {
        if (_cursor.Kind is TokenKind.Newline or TokenKind.End)
        {
            return;
        }

        throw _cursor.Fail(summary, detail, _cursor.Peek);
    }

    /// <summary>Skips to the end of the broken item: a newline (or the closing brace of the body) outside of all brackets it opened.</summary>
    private void SkipItem(int openBrackets)
    {
        if (_cursor.OpenTemplate is { } template)
        {
            _cursor.OpenTemplate = null;
            _cursor.OpenBrackets = template.OpenBrackets;
            var lineEnd = Source.Text.IndexOf('\n', Math.Min(_cursor.Peek.Start, Source.Text.Length));
            _cursor.Seek(template.End ?? (lineEnd < 0 ? Source.Text.Length : lineEnd));
        }

        while (_cursor.Kind != TokenKind.End)
        {
            if (_cursor.OpenBrackets <= openBrackets && _cursor.Kind is (TokenKind.Newline or TokenKind.CloseBrace))
            {
                if (openBrackets == 0 && _cursor.Kind == TokenKind.CloseBrace)
                {
                    _cursor.Take();
                    _cursor.OpenBrackets = 0;
                    continue;
                }

                return;
            }

            if (_cursor.Kind == TokenKind.Quote)
            {
                _cursor.Seek(EndOfQuoted(_cursor.Peek.End));
            }
            else if (_cursor.Kind == TokenKind.Heredoc)
            {
                var heredoc = _cursor.Peek;
                _cursor.Seek(HeredocText.Find(Source.Text, heredoc)?.MarkerEnd ?? Source.Text.Length);
            }
            else
            {
                _cursor.Take();
            }
        }
    }

    private int EndOfQuoted(int at)
    {
        while (at < Source.Text.Length && Source.Text[at] is not ('"' or '\n'))
        {
            at += Source.Text[at] == '\\' ? 2 : 1;
        }

        return at < Source.Text.Length && Source.Text[at] == '"' ? at + 1 : Math.Min(at, Source.Text.Length);
    }
}
