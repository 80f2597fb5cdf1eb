using System.Globalization;
using System.Text;
using Nomad.Hcl.Parsing;

namespace Nomad.Hcl.Formatting;

/// <summary>Indents lines and aligns what stands in columns.</summary>
internal static class LineLayout
{
    private const int IndentWidth = 2;

    public static string Write(IReadOnlyList<FormatToken> tokens)
    {
        var lines = SplitLines(tokens);
        Indent(lines);
        AlignAssignments(lines);
        AlignComments(lines);
        return string.Join('\n', lines.Select(line => line.Text()));
    }

    private static List<Line> SplitLines(IReadOnlyList<FormatToken> tokens)
    {
        var lines = new List<Line>();
        var current = new List<FormatToken>();
        foreach (var token in tokens)
        {
            if (token.Kind != FormatTokenKind.Newline)
            {
                current.Add(token);
                continue;
            }

            lines.Add(new Line(current));
            current = [];
        }

        lines.Add(new Line(current));
        return lines;
    }

    /// <summary>Brackets opened on one line indent once, and closing them ends that indent.</summary>
    private static void Indent(List<Line> lines)
    {
        var open = new Stack<int>();
        foreach (var line in lines)
        {
            var closed = Math.Max(0, -line.NetBrackets);
            while (closed > 0 && open.Count > 0)
            {
                var top = open.Pop();
                if (top > closed)
                {
                    open.Push(top - closed);
                }

                closed -= Math.Min(top, closed);
            }

            line.Indent = (open.Count - (line.NetBrackets == 0 && line.StartsWithClose && open.Count > 0 ? 1 : 0)) * IndentWidth;
            if (line.NetBrackets > 0)
            {
                line.Indent -= line.StartsWithClose && open.Count > 0 ? IndentWidth : 0;
                open.Push(line.NetBrackets);
            }
        }
    }

    private static void AlignAssignments(List<Line> lines)
    {
        // an argument that goes on over several lines is not part of a column
        foreach (var group in Neighbours(lines, line => line.Assignment.Length > 0 && line.NetBrackets == 0))
        {
            var width = group.Max(line => Width(line.Lead));
            group.ForEach(line => line.LeadPadding = width - Width(line.Lead));
        }
    }

    private static void AlignComments(List<Line> lines)
    {
        foreach (var group in Neighbours(lines, line => line.Comment.Length > 0 && line.Lead.Length > 0))
        {
            var width = group.Max(line => line.Indent + Width(line.Code));
            group.ForEach(line => line.CommentPadding = width - line.Indent - Width(line.Code));
        }
    }

    private static IEnumerable<List<Line>> Neighbours(List<Line> lines, Func<Line, bool> belongs)
    {
        var group = new List<Line>();
        foreach (var line in lines)
        {
            if (belongs(line))
            {
                group.Add(line);
            }
            else if (group.Count > 0)
            {
                yield return group;
                group = [];
            }
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }

    private static int Width(string text) => new StringInfo(text).LengthInTextElements;

    private sealed class Line
    {
        public Line(List<FormatToken> tokens)
        {
            var comment = tokens.Count > 0 && tokens[^1].Kind == FormatTokenKind.LineComment ? tokens[^1] : null;
            var code = comment is null ? tokens : tokens[..^1];
            var equal = AssignmentAt(code);
            Lead = TokenSpacing.Join(equal < 0 ? code : code[..equal]);
            Assignment = equal < 0 ? "" : TokenSpacing.Join(code[equal..]);
            Comment = comment?.Text ?? "";
            NetBrackets = code.Sum(token => token.Opens - token.Closes);
            StartsWithClose = code.Count > 0 && code[0].Closes > 0;
        }

        public string Lead { get; }

        public string Assignment { get; }

        public string Comment { get; }

        public int NetBrackets { get; }

        public bool StartsWithClose { get; }

        public int Indent { get; set; }

        public int LeadPadding { get; set; }

        public int CommentPadding { get; set; }

        public string Code => Assignment.Length == 0 ? Lead : $"{Lead}{new string(' ', LeadPadding)} {Assignment}";

        public string Text()
        {
            var text = new StringBuilder().Append(' ', Indent).Append(Code);
            if (Comment.Length > 0)
            {
                text.Append(' ', Lead.Length > 0 ? CommentPadding + 1 : 0).Append(Comment);
            }

            return text.ToString().TrimEnd(' ');
        }

        /// <summary>The equals sign of an argument, -1 when the line sets none outside of brackets.</summary>
        private static int AssignmentAt(List<FormatToken> code)
        {
            var depth = 0;
            for (var at = 0; at < code.Count; at++)
            {
                depth += code[at].Opens - code[at].Closes;
                if (depth == 0 && at > 0 && code[at].Code == TokenKind.Assign)
                {
                    return at;
                }
            }

            return -1;
        }
    }
}
