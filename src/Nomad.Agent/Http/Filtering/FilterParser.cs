using System.Text.RegularExpressions;

namespace Nomad.Agent.Http.Filtering;

/// <summary>Recursive descent over the grammar of spec http-api §1.6: <c>or</c> of <c>and</c> of <c>not</c> of matches.</summary>
internal sealed class FilterParser(string text)
{
    private const int LongestText = 64 * 1024;
    private const int DeepestNesting = 100;

    // A pattern runs against text of other users: no backtracking, so its time is linear in both.
    private const RegexOptions PatternOptions = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private readonly List<FilterToken> tokens = text.Length <= LongestText
        ? FilterLexer.Read(text) : throw new FilterException($"filter expressions are limited to {LongestText} characters");

    private int at;
    private int depth;

    private FilterToken Here => tokens[at];

    public FilterExpression Parse()
    {
        if (Here.AtEnd)
            throw new FilterException("1:1 (0): no match found, the expression is empty");
        var expression = ParseOr();
        return Here.AtEnd ? expression : throw Unexpected("and, or, or the end");
    }

    private FilterExpression ParseOr()
    {
        if (++depth > DeepestNesting)
            throw new FilterException($"filter expressions nest at most {DeepestNesting} deep");
        var left = ParseAnd();
        while (Accept("or"))
            left = new FilterExpression.Or(left, ParseAnd());
        depth--;
        return left;
    }

    private FilterExpression ParseAnd()
    {
        var left = ParseNot();
        while (Accept("and"))
            left = new FilterExpression.And(left, ParseNot());
        return left;
    }

    private FilterExpression ParseNot()
    {
        var negate = false;
        while (Accept("not"))
            negate = !negate;
        var inner = ParsePrimary();
        return negate ? new FilterExpression.Not(inner) : inner;
    }

    private FilterExpression ParsePrimary()
    {
        if (Accept("("))
        {
            var inner = ParseOr();
            Expect(")");
            return inner;
        }
        if ((Here.Is("any") || Here.Is("all")) && !tokens[at + 1].Is("."))
            return ParseQuantified();
        return ParseMatch();
    }

    private FilterExpression.Quantified ParseQuantified()
    {
        var all = Take().Text == "all";
        var selector = ParseSelector();
        Expect("as");
        var first = Take().Text;
        var second = Accept(",") ? Take().Text : null;
        Expect("{");
        var body = ParseOr();
        Expect("}");
        return new FilterExpression.Quantified(all, selector, first, second, body);
    }

    private FilterExpression ParseMatch()
    {
        var start = at;
        // `value in selector` is the one form that begins with a value.
        if (Here.Quoted || tokens[at + 1].Is("in") || tokens[at + 1].Is("not") && tokens[at + 2].Is("in"))
        {
            var value = Take().Text;
            var negated = Accept("not");
            if (Accept("in"))
                return Negate(negated, new FilterExpression.Contains(ParseSelector(), value));
            at = start;
        }
        var selector = ParseSelector();
        if (Accept("=="))
            return new FilterExpression.Equal(selector, ParseValue());
        if (Accept("!="))
            return new FilterExpression.Not(new FilterExpression.Equal(selector, ParseValue()));
        if (Accept("is"))
        {
            var negated = Accept("not");
            Expect("empty");
            return Negate(negated, new FilterExpression.IsEmpty(selector));
        }
        var not = Accept("not");
        if (Accept("contains"))
            return Negate(not, new FilterExpression.Contains(selector, ParseValue()));
        if (Accept("matches"))
            return Negate(not, new FilterExpression.MatchesPattern(selector, ParsePattern()));
        throw Unexpected("==, !=, is, in, contains or matches");
    }

    private static FilterExpression Negate(bool negated, FilterExpression expression) =>
        negated ? new FilterExpression.Not(expression) : expression;

    private Regex ParsePattern()
    {
        var pattern = ParseValue();
        try
        {
            return new Regex(pattern, PatternOptions);
        }
        catch (Exception problem) when (problem is ArgumentException or NotSupportedException)
        {
            throw new FilterException($"failed to compile the regular expression \"{pattern}\": {problem.Message}");
        }
    }

    private FilterSelector ParseSelector()
    {
        if (Here.Quoted && Here.Text.StartsWith('/'))
            return new FilterSelector([.. Take().Text[1..].Split('/').Select(p => p.Replace("~1", "/").Replace("~0", "~"))]);
        if (Here.Quoted || Here.AtEnd || !char.IsLetter(Here.Text[0]) && Here.Text[0] != '_')
            throw Unexpected("a field name");
        var parts = new List<string> { Take().Text };
        while (true)
        {
            if (Accept("."))
                parts.Add(Take().Text);
            else if (Accept("["))
            {
                parts.Add(Take().Text);
                Expect("]");
            }
            else
                return new FilterSelector([.. parts]);
        }
    }

    private string ParseValue()
    {
        if (Here.AtEnd)
            throw Unexpected("a value");
        var value = Take().Text;
        // A bare word may hold points (`2.0.0`, `nomad.example`); the lexer has cut at them.
        while (!tokens[at - 1].Quoted && Here.Is(".") && !tokens[at + 1].Quoted && !tokens[at + 1].AtEnd)
        {
            at++;
            value += "." + Take().Text;
        }
        return value;
    }

    private FilterToken Take() => Here.AtEnd ? throw Unexpected("more") : tokens[at++];

    private bool Accept(string word)
    {
        if (!Here.Is(word))
            return false;
        at++;
        return true;
    }

    private void Expect(string word)
    {
        if (!Accept(word))
            throw Unexpected(word);
    }

    private FilterException Unexpected(string expected) =>
        new($"1:{Here.Position + 1} ({Here.Position}): no match found, expected: {expected}, found: {(Here.AtEnd ? "the end" : $"\"{Here.Text}\"")}");
}
