namespace Nomad.Hcl.Tests.Evaluation;

public sealed class ExpressionTests
{
    [Theory]
    [InlineData("0.1 + 0.2", "0.3")]
    [InlineData("1e30 + 1 - 1e30", "1")]
    [InlineData("1 / 4", "0.25")]
    [InlineData("-7 % 4", "-3")]
    [InlineData("1 + 2 * 3 - -4", "11")]
    [InlineData("\"5\" + 1", "6")]
    [InlineData("true ? 1 : \"a\"", "\"1\"")]
    [InlineData("true ? [1] : [\"a\", \"b\"]", "[\"1\"]")]
    [InlineData("null == null", "true")]
    [InlineData("[1] == [1]", "true")]
    [InlineData("[{a = [1, 2]}, {a = [3]}].*.a", "[[1,2],[3]]")]
    [InlineData("[{a = [1, 2]}, {a = [3]}][*].a[0]", "[1,3]")]
    [InlineData("[{a = [1, 2]}, {a = [3]}].*.a[0]", "[1,2]")]
    [InlineData("{a = 1}[*].a", "[1]")]
    [InlineData("null[*].a", "[]")]
    [InlineData("[[1, 2], [3]].0.1", "2")]
    [InlineData("\"a-${true}-${1.50}\"", "\"a-true-1.5\"")]
    [InlineData("\"${[1]}\"", "[1]")]
    [InlineData("\"%%{x} $${y} %{ if false }a%{ endif }\"", "\"%{x} ${y} \"")]
    [InlineData("\"a ${~ 1 ~} b\"", "\"a1b\"")]
    [InlineData("{\n a = 1\n b : 2, \"c\" = 3\n (\"d\") = 4\n}", "{\"a\":1,\"b\":2,\"c\":3,\"d\":4}")]
    [InlineData("<<EOT\n  a ${1}\n   b\n  EOT", "\"  a 1\n   b\n\"")]
    [InlineData("<<-EOT\n  a ${1}\n\n   b\n  EOT", "\"a 1\n\n b\n\"")]
    [InlineData("<<EOT\n%{ for i in [1, 2] ~}\nn${i}\n%{ endfor ~}\nend\nEOT", "\"n1\nn2\nend\n\"")]
    [InlineData("can(a) || can(b) ? 1 : 2", "2")]
    [InlineData("(\n1 +\n2\n)", "3")]
    public void Expressions_have_their_value(string expression, string expected)
    {
        Assert.Equal(expected, Expressions.Evaluate(expression).ToString());
    }

    [Theory]
    [InlineData("1 + \"a\"", "test.hcl:1,5-8: Invalid operand; Unsuitable value for right operand: a number is required.")]
    [InlineData("1 / 0", "test.hcl:1,5-6: Division by zero; Cannot divide by zero.")]
    [InlineData("{a = 1}.b", "test.hcl:1,9-10: Unsupported attribute; This object does not have an attribute named \"b\".")]
    [InlineData("[1][4]", "test.hcl:1,4-7: Invalid index; The given key does not identify an element in this collection value: the given index is greater than or equal to the length of the collection.")]
    [InlineData("uper(\"a\")", "test.hcl:1,1-5: Call to unknown function; There is no function named \"uper\". Did you mean \"upper\"?")]
    [InlineData("upper()", "test.hcl:1,1-8: Not enough function arguments; Function \"upper\" expects 1 argument(s). Missing value for \"str\".")]
    [InlineData("upper(null)", "test.hcl:1,7-11: Invalid function argument; Invalid value for \"str\" parameter: argument must not be null.")]
    [InlineData("file(\"x\")", "test.hcl:1,1-10: Error in function call; Call to function \"file\" failed: filesystem function disabled.")]
    [InlineData("nope", "test.hcl:1,1-5: Variables not allowed; Variables may not be used here.")]
    [InlineData("\"${null}a\"", "test.hcl:1,4-8: Invalid template interpolation value; The expression result is null. Cannot include a null value in a string template.")]
    [InlineData("{ for v in [1, 1] : v => v }", "test.hcl:1,21-22: Duplicate object key; Two different items produced the key \"1\" in this 'for' expression. If duplicates are expected, use the ellipsis (...) after the value expression to enable grouping by key.")]
    public void Failures_say_where_and_why(string expression, string expected)
    {
        Assert.Equal(expected, Expressions.Error(expression));
    }

    [Theory]
    [InlineData("\"x-${attr.kernel.name}\"", "x-${attr.kernel.name}")]
    [InlineData("meta.zone", "${meta.zone}")]
    [InlineData("\"${env[\"HOME\"]}\"", "${env[\"HOME\"]}")]
    [InlineData("\"${a-b.0[3][\"K\"].5}\"", "${a-b.0[3][\"K\"].5}")]
    [InlineData("upper(node.id)", "${NODE.ID}")]
    public void Unknown_references_can_stay_as_text(string expression, string expected)
    {
        var scope = new HclScope(new Dictionary<string, HclValue>(), Expressions.Functions) { Undefined = HclScope.KeepAsText };
        var parsed = HclParser.ParseExpression("test.hcl", expression, new List<HclDiagnostic>());
        Assert.Equal(expected, HclEvaluator.Evaluate(parsed!, scope).AsString);
    }

    [Fact]
    public void Unknown_values_make_results_unknown_with_their_type()
    {
        var unknown = ("u", HclValue.UnknownOf(HclType.Number));
        Assert.Equal(HclValue.UnknownOf(HclType.Number), Expressions.Evaluate("u + 1", unknown));
        Assert.Equal(HclValue.UnknownOf(HclType.String), Expressions.Evaluate("\"a${u}\"", unknown));
        Assert.Equal(HclValue.UnknownOf(HclType.String), Expressions.Evaluate("upper(u)", unknown));
        Assert.True(Expressions.Evaluate("[for x in [u] : x]", unknown).Elements[0].IsUnknown);
        Assert.Equal(HclValue.False, Expressions.Evaluate("u > 1 && false", unknown));
    }

    [Theory]
    [InlineData("object({a=number,b=list(string)})", "{a=1,b=[2]}", "{\"a\":1,\"b\":[\"2\"]}")]
    [InlineData("set(string)", "[\"b\",\"a\",\"b\"]", "[\"a\",\"b\"]")]
    [InlineData("tuple([number,bool])", "[\"1\",\"true\"]", "[1,true]")]
    [InlineData("map(any)", "{a=1,b=\"x\"}", "{\"a\":\"1\",\"b\":\"x\"}")]
    public void Types_convert_values(string type, string expression, string expected)
    {
        Assert.Equal(expected, Expressions.Evaluate($"convert({expression}, {type})").ToString());
    }

    /// <summary>Test vectors that go with the original OpenBSD implementation.</summary>
    [Theory]
    [InlineData("", "$2a$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkgY8jIucDrjc8deX1s.")]
    [InlineData("abc", "$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i")]
    public void Bcrypt_agrees_with_known_hashes(string password, string expected)
    {
        const string alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        var bits = string.Concat(expected[7..29].Select(character => Convert.ToString(alphabet.IndexOf(character, StringComparison.Ordinal), 2).PadLeft(6, '0')));
        var salt = Enumerable.Range(0, 16).Select(at => Convert.ToByte(bits.Substring(at * 8, 8), 2)).ToArray();
        var environment = HclFunctionEnvironment.WithoutFiles with { FillRandom = bytes => salt.CopyTo(bytes, 0) };
        var call = HclStandardFunctions.Create(environment)["bcrypt"].Call([HclValue.String(password), HclValue.Number(6)]);
        Assert.Equal(expected, call.AsString);
    }
}
