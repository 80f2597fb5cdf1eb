using System.Text;

namespace Nomad.Hcl.Functions;

/// <summary>
/// Reads one YAML document: block and flow collections, plain, quoted and block scalars, comments. Anchors, aliases
/// and tags are refused with a message.
/// </summary>
internal sealed class YamlReader(string text)
{
    private const int MaxDepth = 100;

    private readonly List<Line> _lines = [.. text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n').Select(line => new Line(line))];
    private int _at;
    private int _depth;

    public HclValue Read()
    {
        if (Next() is { } first && first.Content.StartsWith("---", StringComparison.Ordinal))
        {
            first.Replace(first.Indent, YamlScalar.WithoutComment(first.Content[3..]).Trim());
            _at += first.Content.Length == 0 ? 1 : 0;
        }

        var value = Node(0);
        return Next() is { } rest && rest.Content != "..."
            ? throw Fail(rest.Content == "---" ? "only one document is allowed" : "unexpected content after the document")
            : value;
    }

    /// <summary>The next line that is not blank or a comment.</summary>
    private Line? Next()
    {
        while (_at < _lines.Count && (_lines[_at].Content.Length == 0 || _lines[_at].Content[0] == '#'))
        {
            _at++;
        }

        return _at < _lines.Count ? _lines[_at] : null;
    }

    private HclFunctionException Fail(string message) => new($"on line {Math.Min(_at + 1, _lines.Count)}: {message}", 0);

    private HclValue Node(int indent)
    {
        if (Next() is not { } line || line.Indent < indent)
        {
            return HclValue.Null;
        }

        if (++_depth > MaxDepth)
        {
            throw Fail($"nested deeper than {MaxDepth} levels");
        }

        var value = IsItem(line.Content) ? Sequence(line.Indent)
            : YamlScalar.KeyEnd(line.Content) >= 0 ? Mapping(line.Indent)
            : Value(line.Content, line.Indent);
        _depth--;
        return value;
    }

    private static bool IsItem(string content) => content == "-" || content.StartsWith("- ", StringComparison.Ordinal);

    private HclValue Sequence(int indent)
    {
        var items = new List<HclValue>();
        while (Next() is { } line && line.Indent == indent && IsItem(line.Content))
        {
            var rest = line.Content[1..];
            var content = rest.TrimStart();
            if (content.Length == 0 || content[0] == '#')
            {
                _at++;
                items.Add(Node(indent + 1));
                continue;
            }

            line.Replace(indent + 1 + rest.Length - content.Length, content);
            items.Add(Node(indent + 1));
        }

        return HclValue.Tuple(items);
    }

    private HclValue Mapping(int indent)
    {
        var entries = new Dictionary<string, HclValue>();
        while (Next() is { } line && line.Indent == indent && !IsItem(line.Content))
        {
            var end = YamlScalar.KeyEnd(line.Content);
            if (end < 0)
            {
                throw Fail("a key and a colon are expected");
            }

            var key = YamlScalar.KeyText(line.Content[..end].Trim());
            var value = YamlScalar.WithoutComment(line.Content[(end + 1)..]).Trim();
            if (!entries.TryAdd(key, Entry(value, indent)))
            {
                throw Fail($"the key \"{key}\" occurs twice");
            }
        }

        return Next() is { } stray && stray.Indent > indent ? throw Fail("wrong indentation") : HclValue.Object(entries);
    }

    private HclValue Entry(string value, int indent)
    {
        if (value.Length > 0)
        {
            return Value(value, indent + 1);
        }

        _at++;
        var same = Next() is { } line && line.Indent == indent && IsItem(line.Content);
        return Node(same ? indent : indent + 1);
    }

    /// <summary>A scalar or flow collection that starts on the current line and may go on below.</summary>
    private HclValue Value(string start, int indent)
    {
        if (start[0] is '&' or '*' or '!')
        {
            throw Fail("anchors, aliases and tags are not supported");
        }

        _at++;
        if (start[0] is '|' or '>')
        {
            return BlockScalar(start, indent);
        }

        var all = new StringBuilder(YamlScalar.WithoutComment(start).Trim());
        while (!YamlScalar.IsComplete(all.ToString()) || (start[0] is not ('"' or '\'' or '[' or '{') && Continues(indent)))
        {
            if (_at >= _lines.Count)
            {
                throw Fail("a quote or bracket is not closed");
            }

            var content = YamlScalar.WithoutComment(_lines[_at++].Content).Trim();
            all.Append(content.Length == 0 ? '\n' : ' ').Append(content);
        }

        return new YamlFlow(all.ToString().Trim()).Read();
    }

    private bool Continues(int indent) => _at < _lines.Count
        && _lines[_at].Content.Length > 0
        && _lines[_at].Indent >= Math.Max(indent, 1)
        && _lines[_at].Content[0] != '#';

    private HclValue BlockScalar(string header, int indent)
    {
        var lines = new List<string>();
        var smallest = int.MaxValue;
        var floor = Math.Max(indent, 1);
        while (_at < _lines.Count && (_lines[_at].Raw.Trim().Length == 0 || _lines[_at].RawIndent >= floor))
        {
            var line = _lines[_at++];
            smallest = line.Raw.Trim().Length == 0 ? smallest : Math.Min(smallest, line.RawIndent);
            lines.Add(line.Raw);
        }

        var given = header.FirstOrDefault(char.IsAsciiDigit);
        smallest = given == '\0' ? smallest : Math.Max(indent - 1, 0) + (given - '0');
        var cut = lines.Select(line => line.Length <= smallest ? "" : line[smallest..]).ToList();
        var joined = header[0] == '|' ? string.Join('\n', cut) : YamlScalar.Fold(cut);
        var body = joined.TrimEnd('\n');
        var ending = header.Contains('-', StringComparison.Ordinal) ? ""
            : header.Contains('+', StringComparison.Ordinal) ? joined[body.Length..]
            : body.Length > 0 ? "\n" : "";
        return HclValue.String(body + ending);
    }

    private sealed class Line
    {
        public Line(string raw)
        {
            Raw = raw;
            Content = raw.TrimStart(' ').TrimEnd();
            Indent = RawIndent = raw.Length - raw.TrimStart(' ').Length;
        }

        public string Raw { get; }

        public int RawIndent { get; }

        public int Indent { get; private set; }

        public string Content { get; private set; }

        /// <summary>What is left of the line after a list mark.</summary>
        public void Replace(int indent, string content) => (Indent, Content) = (indent, content);
    }
}
