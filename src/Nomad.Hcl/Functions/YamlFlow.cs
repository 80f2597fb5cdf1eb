using System.Globalization;
using System.Text;

namespace Nomad.Hcl.Functions;

/// <summary>Reads YAML on one line: quoted and plain scalars, <c>[a, b]</c>, <c>{a: b}</c>.</summary>
internal sealed class YamlFlow(string text)
{
    private const int MaxDepth = 100;

    private int _at;
    private int _depth;

    public HclValue Read()
    {
        var value = text.Length > 0 && text[0] is '[' or '{' or '"' or '\'' ? Value() : YamlScalar.Plain(text);
        SkipBlanks();
        return _at == 0 || _at >= text.Length ? value : throw Fail("unexpected text after the value");
    }

    private static HclFunctionException Fail(string message) => new(message, 0);

    private void SkipBlanks()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
    }

    private HclValue Value()
    {
        SkipBlanks();
        switch (_at < text.Length ? text[_at] : '\0')
        {
            case '[':
                return List();
            case '{':
                return Mapping();
            case '"':
                return HclValue.String(DoubleQuoted());
            case '\'':
                return HclValue.String(SingleQuoted());
            default:
                var start = _at;
                while (_at < text.Length && text[_at] is not (',' or ']' or '}') && !(text[_at] == ':' && (_at + 1 >= text.Length || text[_at + 1] == ' ')))
                {
                    _at++;
                }

                return YamlScalar.Plain(text[start.._at].Trim());
        }
    }

    private HclValue List()
    {
        Enter();
        var items = new List<HclValue>();
        while (!TakeIf(']'))
        {
            items.Add(Value());
            Separator(']');
        }

        _depth--;
        return HclValue.Tuple(items);
    }

    private HclValue Mapping()
    {
        Enter();
        var entries = new Dictionary<string, HclValue>();
        while (!TakeIf('}'))
        {
            var start = _at;
            var key = Value();
            var name = key.Kind == HclValueKind.String ? key.AsString : text[start.._at].Trim();
            entries[name] = TakeIf(':') ? Value() : HclValue.Null;
            Separator('}');
        }

        _depth--;
        return HclValue.Object(entries);
    }

    private void Enter()
    {
        _at++;
        if (++_depth > MaxDepth)
        {
            throw Fail($"nested deeper than {MaxDepth} levels");
        }
    }

    private bool TakeIf(char character)
    {
        SkipBlanks();
        if (_at >= text.Length || text[_at] != character)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Separator(char closing)
    {
        SkipBlanks();
        if (!TakeIf(',') && (_at >= text.Length || text[_at] != closing))
        {
            throw Fail($"a comma or \"{closing}\" is expected in a flow collection");
        }
    }

    private string SingleQuoted()
    {
        var result = new StringBuilder();
        for (_at++; _at < text.Length; _at++)
        {
            if (text[_at] != '\'')
            {
                result.Append(text[_at]);
            }
            else if (_at + 1 < text.Length && text[_at + 1] == '\'')
            {
                result.Append('\'');
                _at++;
            }
            else
            {
                _at++;
                return result.ToString();
            }
        }

        throw Fail("a quote is not closed");
    }

    private string DoubleQuoted()
    {
        var result = new StringBuilder();
        for (_at++; _at < text.Length; _at++)
        {
            if (text[_at] == '"')
            {
                _at++;
                return result.ToString();
            }

            if (text[_at] != '\\')
            {
                result.Append(text[_at]);
                continue;
            }

            Escape(result);
        }

        throw Fail("a quote is not closed");
    }

    private void Escape(StringBuilder result)
    {
        var selector = ++_at < text.Length ? text[_at] : '\0';
        var digits = selector switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0)
        {
            if (_at + digits >= text.Length
                || !uint.TryParse(text.AsSpan(_at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                throw Fail("an escape needs hexadecimal digits");
            }

            result.Append(Rune.IsValid(code) ? new Rune(code).ToString() : "\uFFFD");
            _at += digits;
            return;
        }

        result.Append(selector switch
        {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            '0' => '\0',
            'a' => '\a',
            'b' => '\b',
            'e' => '\u001b',
            'f' => '\f',
            'v' => '\v',
            ' ' or '"' or '/' or '\\' => selector,
            _ => throw Fail("unknown escape character"),
        });
    }
}
