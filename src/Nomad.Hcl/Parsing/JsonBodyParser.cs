using System.Globalization;
using System.Text;

namespace Nomad.Hcl.Parsing;

/// <summary>
/// Reads the JSON notation of bodies. Strings are templates, objects and arrays become object and tuple literals;
/// which properties are blocks is decided later by <see cref="BodyResolver"/>.
/// </summary>
internal sealed class JsonBodyParser(SourceText source)
{
    private readonly List<HclDiagnostic> _diagnostics = [];
    private int _at;
    private int _depth;

    private string Text => source.Text;

    public HclFile ParseFile()
    {
        var attributes = new List<HclAttribute>();
        try
        {
            if (Text.Length > HclParser.MaxLength)
            {
                throw Fail("File too large", $"A file can have at most {HclParser.MaxLength} characters.", 0);
            }

            SkipBlanks();
            foreach (var (key, keyRange, value) in ReadMembers())
            {
                if (key != "//")
                {
                    attributes.Add(new HclAttribute(key, value, SourceRange.Between(keyRange, value.Range), keyRange));
                }
            }

            SkipBlanks();
            if (_at < Text.Length)
            {
                throw Fail("Extraneous data after value", "Extra characters appear after the JSON value.", _at);
            }
        }
        catch (SyntaxException)
        {
            // the reason is in the diagnostics
        }

        return new HclFile(source.FileName, Text, new HclBody(attributes, [], source.Range(0, Text.Length), HclSyntax.Json), _diagnostics);
    }

    private List<(string Key, SourceRange KeyRange, HclExpression Value)> ReadMembers()
    {
        var members = new List<(string, SourceRange, HclExpression)>();
        _at++;
        Enter();
        SkipBlanks();
        while (Current != '}')
        {
            if (Current != '"')
            {
                throw Fail("Invalid JSON object property", "A JSON object property name must be a quoted string.", _at);
            }

            var keyStart = _at;
            var key = ReadString();
            var keyRange = source.Range(keyStart, _at);
            SkipBlanks();
            if (Current != ':')
            {
                throw Fail("Missing property value colon", "A colon must appear between a property name and its value.", _at);
            }

            _at++;
            SkipBlanks();
            members.Add((key, keyRange, ReadValue()));
            SkipBlanks();
            if (Current == '}')
            {
                break;
            }

            if (Current != ',')
            {
                throw Fail("Missing attribute separator", "A comma must separate two object properties.", _at);
            }

            _at++;
            SkipBlanks();
            if (Current == '}')
            {
                throw Fail("Trailing comma in object", "JSON does not permit a trailing comma after the final property in an object.", _at);
            }
        }

        _at++;
        _depth--;
        return members;
    }

    private char Current => _at < Text.Length ? Text[_at] : '\0';

    private HclExpression ReadValue()
    {
        var start = _at;
        switch (Current)
        {
            case '{':
                var items = ReadMembers().Select(member => new HclObjectItem(AsTemplate(member.Key, member.KeyRange), member.Value)).ToList();
                return new HclObjectLiteral(items, source.Range(start, _at)) { Depth = 1 + Deepest(items.Select(item => item.Value)) };
            case '[':
                var elements = ReadElements();
                return new HclTupleLiteral(elements, source.Range(start, _at)) { Depth = 1 + Deepest(elements) };
            case '"':
                var text = ReadString();
                return AsTemplate(text, source.Range(start, _at));
            default:
                return ReadWord(start);
        }
    }

    private static int Deepest(IEnumerable<HclExpression> children) => children.Select(child => child.Depth).DefaultIfEmpty(0).Max();

    private List<HclExpression> ReadElements()
    {
        var elements = new List<HclExpression>();
        _at++;
        Enter();
        SkipBlanks();
        while (Current != ']')
        {
            elements.Add(ReadValue());
            SkipBlanks();
            if (Current == ']')
            {
                break;
            }

            if (Current != ',')
            {
                throw Fail("Missing array element separator", "A comma must separate two array elements.", _at);
            }

            _at++;
            SkipBlanks();
            if (Current == ']')
            {
                throw Fail("Trailing comma in array", "JSON does not permit a trailing comma after the final element in an array.", _at);
            }
        }

        _at++;
        _depth--;
        return elements;
    }

    private HclLiteral ReadWord(int start)
    {
        while (_at < Text.Length && (char.IsAsciiLetterOrDigit(Text[_at]) || Text[_at] is '-' or '+' or '.'))
        {
            _at++;
        }

        var word = Text[start.._at];
        var range = source.Range(start, _at);
        return word switch
        {
            "true" => new HclLiteral(HclValue.True, range),
            "false" => new HclLiteral(HclValue.False, range),
            "null" => new HclLiteral(HclValue.Null, range),
            _ when word.Length > 0 && (char.IsAsciiDigit(word[0]) || word[0] == '-') && HclNumber.TryParse(word, out var number) =>
                new HclLiteral(HclValue.Number(number), range),
            "" => throw Fail(_at >= Text.Length ? "Missing JSON value" : "Invalid start of value", "A JSON value must start with a brace, a bracket, a number, a string, or a keyword.", start),
            _ => throw Fail("Invalid JSON keyword", $"\"{word}\" is not a valid JSON keyword.", start),
        };
    }

    private string ReadString()
    {
        var start = _at++;
        var result = new StringBuilder();
        while (_at < Text.Length && Text[_at] != '"')
        {
            var character = Text[_at];
            if (character < ' ')
            {
                throw Fail("Invalid string content", "A JSON string cannot hold control characters; escape them.", _at);
            }

            if (character != '\\')
            {
                result.Append(character);
                _at++;
                continue;
            }

            ReadEscape(result);
        }

        if (_at >= Text.Length)
        {
            throw Fail("Unclosed string", "This string is not closed before the end of the file.", start);
        }

        _at++;
        return result.ToString();
    }

    private void ReadEscape(StringBuilder result)
    {
        var selector = _at + 1 < Text.Length ? Text[_at + 1] : '\0';
        if (selector == 'u' && _at + 6 <= Text.Length && ushort.TryParse(Text.AsSpan(_at + 2, 4), NumberStyles.AllowHexSpecifier, null, out var code))
        {
            result.Append((char)code);
            _at += 6;
            return;
        }

        var plain = selector switch
        {
            '"' or '\\' or '/' => selector,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => throw Fail("Invalid escape sequence", "This is no escape sequence of JSON strings.", _at),
        };
        result.Append(plain);
        _at += 2;
    }

    /// <summary>Errors inside of the template are placed at the string that holds it.</summary>
    private HclExpression AsTemplate(string text, SourceRange range)
    {
        if (!text.Contains("${", StringComparison.Ordinal) && !text.Contains("%{", StringComparison.Ordinal))
        {
            return new HclLiteral(HclValue.String(text), range);
        }

        var problems = new List<HclDiagnostic>();
        var expression = HclParser.ParseTemplate(source.FileName, text, problems);
        _diagnostics.AddRange(problems.Select(problem => problem with { Range = range }));
        return expression ?? new HclLiteral(HclValue.Unknown, range);
    }

    private void Enter()
    {
        if (++_depth > TokenCursor.MaxNesting)
        {
            throw Fail("Nesting too deep", $"Objects and arrays can be nested at most {TokenCursor.MaxNesting} levels deep.", _at);
        }
    }

    private void SkipBlanks()
    {
        while (_at < Text.Length && (Text[_at] is ' ' or '\t' or '\r' or '\n'))
        {
            _at++;
        }
    }

    private SyntaxException Fail(string summary, string detail, int at)
    {
        _diagnostics.Add(HclDiagnostic.Error(summary, detail, source.Range(at, Math.Min(at + 1, Text.Length))));
        return new SyntaxException();
    }
}
