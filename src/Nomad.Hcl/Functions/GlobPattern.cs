using System.Text;
using System.Text.RegularExpressions;

namespace Nomad.Hcl.Functions;

/// <summary>File name patterns: <c>*</c>, <c>**</c>, <c>?</c>, <c>{a,b}</c>, <c>[..]</c>, <c>[^..]</c>.</summary>
internal sealed class GlobPattern
{
    private readonly Regex _pattern;

    public GlobPattern(string pattern)
    {
        var text = new StringBuilder("^");
        var braces = 0;
        for (var at = 0; at < pattern.Length; at++)
        {
            switch (pattern[at])
            {
                case '*' when at + 1 < pattern.Length && pattern[at + 1] == '*':
                    var slash = at + 2 < pattern.Length && pattern[at + 2] == '/';
                    text.Append(slash ? "(?:.*/)?" : ".*");
                    at += slash ? 2 : 1;
                    break;
                case '*':
                    text.Append("[^/]*");
                    break;
                case '?':
                    text.Append("[^/]");
                    break;
                case '{':
                    braces++;
                    text.Append("(?:");
                    break;
                case '}' when braces > 0:
                    braces--;
                    text.Append(')');
                    break;
                case ',' when braces > 0:
                    text.Append('|');
                    break;
                case '[':
                    at = Class(pattern, at, text);
                    break;
                case '\\' when at + 1 < pattern.Length:
                    text.Append(Regex.Escape(pattern[++at].ToString()));
                    break;
                default:
                    text.Append(Regex.Escape(pattern[at].ToString()));
                    break;
            }
        }

        if (braces > 0)
        {
            throw new HclFunctionException($"syntax error in pattern \"{pattern}\"", 1);
        }

        _pattern = new Regex(text.Append('$').ToString(), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }

    public bool Matches(string path) => _pattern.IsMatch(path);

    private static int Class(string pattern, int at, StringBuilder text)
    {
        var end = pattern.IndexOf(']', Math.Min(at + 2, pattern.Length));
        if (end < 0)
        {
            throw new HclFunctionException($"syntax error in pattern \"{pattern}\"", 1);
        }

        var content = pattern[(at + 1)..end].Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal);
        text.Append('[').Append(content.StartsWith('!') ? "^" + content[1..] : content).Append(']');
        return end;
    }
}
