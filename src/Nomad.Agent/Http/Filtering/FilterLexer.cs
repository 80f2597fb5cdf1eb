using System.Text;

namespace Nomad.Agent.Http.Filtering;

/// <summary>Cuts a filter into words, strings and operators.</summary>
internal static class FilterLexer
{
    public static List<FilterToken> Read(string text)
    {
        var tokens = new List<FilterToken>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }
            var (token, next) = text[at] switch
            {
                '"' => Quoted(text, at),
                '`' => Raw(text, at),
                '=' or '!' when at + 1 < text.Length && text[at + 1] == '=' => (new FilterToken(text.Substring(at, 2), false, at), at + 2),
                '(' or ')' or '{' or '}' or '[' or ']' or ',' or '.' => (new FilterToken(text[at].ToString(), false, at), at + 1),
                _ => Word(text, at),
            };
            tokens.Add(token);
            at = next;
        }
        tokens.Add(new FilterToken("", false, text.Length));
        return tokens;
    }

    private static (FilterToken, int) Word(string text, int start)
    {
        var at = start;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '-' or '/' or ':' or '+' or '*' or '@' or '|'
               // A number keeps its point; between names a point is a separator of its own.
               || text[at] == '.' && char.IsDigit(text[start])))
            at++;
        return at == start
            ? throw new FilterException($"1:{start + 1} ({start}): no match found, unexpected '{text[start]}'")
            : (new FilterToken(text[start..at], false, start), at);
    }

    private static (FilterToken, int) Quoted(string text, int start)
    {
        var value = new StringBuilder();
        for (var at = start + 1; at < text.Length; at++)
        {
            if (text[at] == '"')
                return (new FilterToken(value.ToString(), true, start), at + 1);
            if (text[at] == '\\' && at + 1 < text.Length)
                value.Append(text[++at] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', var other => other });
            else
                value.Append(text[at]);
        }
        throw new FilterException($"1:{start + 1} ({start}): rule \"string\": Unterminated string literal");
    }

    private static (FilterToken, int) Raw(string text, int start)
    {
        var end = text.IndexOf('`', start + 1);
        return end < 0
            ? throw new FilterException($"1:{start + 1} ({start}): rule \"string\": Unterminated string literal")
            : (new FilterToken(text[(start + 1)..end], true, start), end + 1);
    }
}
