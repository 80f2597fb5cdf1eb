using CsCheck;

namespace Nomad.Hcl.Tests.Parsing;

/// <summary>No text may end the process or keep it busy.</summary>
public sealed class LimitTests
{
    public static TheoryData<string, string> Monsters => new()
    {
        { "empty", "" },
        { "only zeros", new string('\0', 100_000) },
        { "open parentheses", "a = " + new string('(', 100_000) },
        { "open brackets", "a = " + new string('[', 100_000) },
        { "open braces", string.Concat(Enumerable.Repeat("a {\n", 100_000)) },
        { "open templates", "a = " + string.Concat(Enumerable.Repeat("\"${", 100_000)) },
        { "long sum", "a = 1" + string.Concat(Enumerable.Repeat("+1", 100_000)) },
        { "many signs", "a = " + new string('!', 100_000) + "true" },
        { "long path", "a = b" + string.Concat(Enumerable.Repeat(".c", 100_000)) },
        { "long index", "a = b" + string.Concat(Enumerable.Repeat("[d]", 100_000)) },
        { "long conditional", "a = " + string.Concat(Enumerable.Repeat("b ? c : ", 100_000)) },
        { "json arrays", "{\"a\":" + new string('[', 100_000) },
        { "many errors", string.Concat(Enumerable.Repeat("a = )\n", 100_000)) },
        { "one long line", "a = [" + string.Concat(Enumerable.Repeat("[1],", 200_000)) + "]" },
        { "long number", "a = " + new string('9', 1_000_000) },
        { "too large", "a = 1\n" + new string(' ', HclParser.MaxLength) },
    };

    [Theory]
    [MemberData(nameof(Monsters))]
    public void Monsters_are_refused_or_read_quickly(string name, string text)
    {
        var started = System.Diagnostics.Stopwatch.StartNew();
        var file = HclParser.Parse("monster.hcl", text);
        Assert.True(file.Diagnostics.Count <= 100, name);
        HclParser.ParseLegacy("monster.hcl", text);
        Assert.True(started.Elapsed < TimeSpan.FromSeconds(20), name);
    }

    [Theory]
    [InlineData("[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : c]]]")]
    [InlineData("format(\"%999999999d\", 1)")]
    [InlineData("indent(999999999, \"a\")")]
    [InlineData("pow(9.9, 4000) * pow(9.9, 4000)")]
    [InlineData("try([for a in range(1000) : [for b in range(1000) : [for c in range(1000) : c]]])")]
    public void Costly_expressions_are_refused(string expression)
    {
        Assert.NotEmpty(Expressions.Error(expression));
    }

    [Fact]
    public void Random_texts_give_files_or_errors_but_never_a_crash()
    {
        var words = OneOf("a", "b", "=", "{", "}", "[", "]", "(", ")", "\"", "${", "%{", "~", "if", "for", "in", ":", "=>", ",", ".", "*", "\n", " ", "<<E\n", "E\n", "1", "0.5", "-", "!", "?", "\\", "\\n", "#", "/*", "*/", "é", "\0", "endif", "else", "...");
        Seeds.Each(5_000, words.Array[0, 60].Select(string.Concat), text =>
        {
            foreach (var file in (HclFile[])[HclParser.Parse("f", text), HclParser.ParseLegacy("f", text)])
            {
                _ = HclDiagnosticPrinter.Print(file);
                foreach (var attribute in file.Body.Attributes)
                    HclEvaluator.TryEvaluate(attribute.Value, Expressions.Scope(), new List<HclDiagnostic>(), out _);
            }
        });
    }

    [Fact]
    public void Function_calls_with_random_arguments_give_values_or_errors()
    {
        var argument = OneOf("1", "-1", "0", "2.5", "\"\"", "\"a,b\"", "null", "[]", "[1, \"x\"]", "{}", "{a = 1}", "[[1]]", "\"%s %d\"", "true", "\"10.0.0.0/8\"", "\"2024-01-01T00:00:00Z\"", "\"- a\\n- b: [\"", "1e300");
        var name = OneOf([.. Expressions.Functions.Keys.Where(key => key != "bcrypt").Order()]);
        Seeds.Each(5_000, Gen.Select(name, argument.Array[0, 4]).Select(pair => $"{pair.Item1}({string.Join(", ", pair.Item2)})"), text =>
        {
            var parsed = HclParser.ParseExpression("f", text, new List<HclDiagnostic>());
            HclEvaluator.TryEvaluate(parsed!, Expressions.Scope(), new List<HclDiagnostic>(), out _);
        });
    }

    private static Gen<string> OneOf(params string[] choices) => Gen.Int[0, choices.Length - 1].Select(at => choices[at]);
}
