using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Nomad.Cli.Templates;

/// <summary>Builds the tree of a template from its pieces.</summary>
internal sealed partial class TemplateParser(List<TemplateLexer.Piece> pieces)
{
    private int at;
    private List<string> words = [];
    private int word;

    public IReadOnlyList<TemplateNode> Parse()
    {
        var (nodes, ending) = Block();
        return ending is null ? nodes : throw new TemplateException($"unexpected {{{{{ending}}}}}");
    }

    /// <summary>Nodes up to <c>else</c> or <c>end</c>, and the action that ended them (null at the end of the template).</summary>
    private (IReadOnlyList<TemplateNode>, string? Ending) Block()
    {
        var nodes = new List<TemplateNode>();
        while (at < pieces.Count)
        {
            var piece = pieces[at++];
            if (!piece.IsAction)
            {
                nodes.Add(new TemplateNode.Text(piece.Text));
                continue;
            }
            var keyword = piece.Text.Split(' ', 2)[0];
            if (keyword is "end" or "else")
                return (nodes, piece.Text);
            nodes.Add(keyword switch
            {
                "if" => Conditional(piece.Text[2..]),
                "with" => Branches(piece.Text[4..], static (value, then, otherwise) => new TemplateNode.With(value, then, otherwise)),
                "range" => Branches(piece.Text[5..], static (value, then, otherwise) => new TemplateNode.Range(value, then, otherwise)),
                _ => new TemplateNode.Action(Pipeline(piece.Text)),
            });
        }
        return (nodes, null);
    }

    private TemplateNode Conditional(string condition)
    {
        var pipeline = Pipeline(condition);
        var (then, ending) = Block();
        if (ending is null)
            throw new TemplateException("unexpected EOF: {{if}} without {{end}}");
        if (ending == "end")
            return new TemplateNode.If(pipeline, then, []);
        var more = ending["else".Length..].Trim();
        if (more.StartsWith("if ", StringComparison.Ordinal))
            return new TemplateNode.If(pipeline, then, [Conditional(more[2..])]);
        var (otherwise, last) = Block();
        return last == "end" ? new TemplateNode.If(pipeline, then, otherwise) : throw new TemplateException("unexpected EOF: {{else}} without {{end}}");
    }

    private TemplateNode Branches(string text, Func<TemplateNode.Pipeline, IReadOnlyList<TemplateNode>, IReadOnlyList<TemplateNode>, TemplateNode> make)
    {
        var pipeline = Pipeline(text);
        var (then, ending) = Block();
        IReadOnlyList<TemplateNode> otherwise = [];
        if (ending == "else")
            (otherwise, ending) = Block();
        return ending == "end" ? make(pipeline, then, otherwise) : throw new TemplateException("unexpected EOF: a block without {{end}}");
    }

    private TemplateNode.Pipeline Pipeline(string text)
    {
        words = [.. Word().Matches(text).Select(match => match.Value)];
        word = 0;
        if (string.Concat(words).Length != text.Count(c => !char.IsWhiteSpace(c)) && !text.Contains('"') && !text.Contains('`'))
            throw new TemplateException($"unexpected characters in \"{text.Trim()}\"");
        var variables = new List<string>();
        var assign = words.FindIndex(w => w is ":=" or "=");
        if (assign > 0)
        {
            variables.AddRange(words.Take(assign).Where(w => w.StartsWith('$')));
            word = assign + 1;
        }
        var commands = Commands();
        if (word < words.Count)
            throw new TemplateException($"unexpected \"{words[word]}\"");
        return new TemplateNode.Pipeline(variables, assign > 0 && words[assign] == ":=", commands);
    }

    private List<TemplateNode.Command> Commands()
    {
        var commands = new List<TemplateNode.Command> { Command() };
        while (word < words.Count && words[word] == "|")
        {
            word++;
            commands.Add(Command());
        }
        return commands;
    }

    private TemplateNode.Command Command()
    {
        if (word >= words.Count)
            throw new TemplateException("missing value for command");
        string? function = null;
        if (char.IsLetter(words[word][0]) && words[word] is not ("true" or "false" or "nil"))
        {
            function = words[word++];
            if (!TemplateFunctions.Exists(function))
                throw new TemplateException($"function \"{function}\" not defined");
        }
        var operands = new List<TemplateNode.Operand>();
        while (word < words.Count && words[word] is not ("|" or ")"))
            operands.Add(Operand());
        return new TemplateNode.Command(function, operands);
    }

    private TemplateNode.Operand Operand()
    {
        var text = words[word++];
        if (text == "(")
        {
            var inner = Commands();
            if (word >= words.Count || words[word++] != ")")
                throw new TemplateException("unclosed left paren");
            var fields = word < words.Count && words[word].Length > 1 && words[word][0] == '.' ? words[word++][1..].Split('.') : [];
            return new TemplateNode.Operand(null, null, new TemplateNode.Pipeline([], false, inner), fields);
        }
        if (text[0] is '.' or '$')
        {
            var parts = text.Split('.');
            return new TemplateNode.Operand(null, text[0] == '.' ? "." : parts[0], null, [.. parts.Skip(1).Where(part => part.Length > 0)]);
        }
        return new TemplateNode.Operand(Literal(text), null, null, []);
    }

    private static object? Literal(string text) => text switch
    {
        "true" => true,
        "false" => false,
        "nil" => null,
        _ when text[0] == '`' => text[1..^1],
        _ when text[0] == '"' => JsonDocument.Parse(text).RootElement.GetString(),
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw new TemplateException($"function \"{text}\" not defined"),
    };

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|`[^`]*`|:=|=|\||\(|\)|,|\$[\w.]*|\.[\w.]*|-?\d[\d.]*|\w+
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Word();
}
