namespace Nomad.Hcl.Tests.Parsing;

public sealed class BodyTests
{
    private static readonly Dictionary<string, int> Nothing = [];

    [Fact]
    public void Attributes_and_blocks_keep_their_source_order_and_ranges()
    {
        var file = HclParser.Parse("a.hcl", "job \"x\" {\n  b = 1\n  group web \"two\" { c = 2 }\n  a = [1,\n    2]\n}\n");
        Assert.Empty(file.Diagnostics);
        var job = Assert.Single(file.Body.Blocks);
        Assert.Equal(["x"], job.Labels);
        Assert.Equal(["b", "a"], job.Body.Attributes.Select(attribute => attribute.Name));
        Assert.Equal("a.hcl:2,3-8", job.Body.Attributes[0].Range.ToString());
        Assert.Equal("a.hcl:4,3-5,7", job.Body.Attributes[1].Range.ToString());
        Assert.Equal(["web", "two"], job.Body.Blocks[0].Labels);
        Assert.Equal("a.hcl:1,1-8", job.DefinitionRange.ToString());
    }

    [Fact]
    public void A_missing_comma_is_reported_once_with_the_place_of_the_next_word()
    {
        var file = HclParser.Parse("input.hcl", "job \"bad\" {\n  datacenters = [\"dc1\"\n  group \"app\" {\n    task \"server\" {\n      driver = \"raw_exec\"\n    }\n  }\n}\n");
        Assert.Equal(
            "input.hcl:3,3-8: Missing item separator; Expected a comma to mark the beginning of the next item.",
            HclDiagnosticPrinter.Summarize(file.Diagnostics));
    }

    [Fact]
    public void Several_errors_are_found_in_one_pass_and_the_good_items_remain()
    {
        var file = HclParser.Parse("a.hcl", "a = \nb = 2\nc = \"${1 +}\"\nd { e = }\nf = 'x'\ng = 7\n");
        Assert.Equal(4, file.Diagnostics.Count);
        Assert.Equal(["b", "g"], file.Body.Attributes.Select(attribute => attribute.Name));
        Assert.EndsWith(", and 3 other diagnostic(s)", HclDiagnosticPrinter.Summarize(file.Diagnostics));
    }

    [Theory]
    [InlineData("a = 1\na = 2\n", "Attribute redefined")]
    [InlineData("\"a\" = 1\n", "Invalid argument name")]
    [InlineData("a {\n", "Unclosed configuration block")]
    [InlineData("a = 1 b = 2\n", "Missing newline after argument")]
    [InlineData("a { b = 1, c = 2 }\n", "Invalid single-argument block definition")]
    [InlineData("a \"${b}\" {}\n", "Invalid string literal")]
    [InlineData("a = \"x\n\"\n", "Invalid multi-line string")]
    [InlineData("a = \"\\q\"\n", "Invalid escape sequence")]
    [InlineData("a = <<EOT\nx\n", "Unterminated template string")]
    [InlineData("a = { b c }\n", "Missing key/value separator")]
    [InlineData("a b\n", "Invalid block definition")]
    [InlineData("/* open", "Unterminated comment")]
    [InlineData("a = 1e99999\n", "Invalid number literal")]
    [InlineData("a = f(1 2)\n", "Missing argument separator")]
    [InlineData("a = \"%{ if true }x\"\n", "Unterminated template directive")]
    public void Mistakes_have_their_own_summary(string text, string summary)
    {
        Assert.Equal(summary, HclParser.Parse("a.hcl", text).Diagnostics[0].Summary);
    }

    [Fact]
    public void Printed_errors_show_the_line_and_a_caret()
    {
        var file = HclParser.Parse("a.hcl", "x = 1\nname = [\"a\" \"b\"]\n");
        Assert.Equal(
            "Error: Missing item separator\n\n  on a.hcl:2:13\n    2 | name = [\"a\" \"b\"]\n      |             ^\n\nExpected a comma to mark the beginning of the next item.\n",
            HclDiagnosticPrinter.Print(file));
    }

    [Fact]
    public void Json_properties_become_blocks_by_the_given_label_counts()
    {
        var file = HclParser.Parse("a.json", """{"//": "note", "job": {"x": {"type": "batch", "group": [{"a": {}}, {"b": {"count": 2}}]}}}""");
        Assert.Empty(file.Diagnostics);
        var problems = new List<HclDiagnostic>();
        var job = Assert.Single(file.Body.Resolve(new Dictionary<string, int> { ["job"] = 1 }, problems).Blocks);
        var body = job.Body.Resolve(new Dictionary<string, int> { ["group"] = 1 }, problems);
        Assert.Empty(problems);
        Assert.Equal(["a", "b"], body.Blocks.Select(block => block.Labels[0]));
        Assert.Equal("type", Assert.Single(body.Attributes).Name);
    }

    [Fact]
    public void Legacy_sources_take_quoted_keys_several_items_a_line_and_quotes_inside_of_templates()
    {
        const string text = """
            job "old" {
              update { stagger = "30s" max_parallel = 0x10 }
              constraint = { attribute = "${attr.kernel.name}", value = "linux" }
              task "web" {
                env { "LOG-LEVEL" = "${env["HOME"]}" }
                config { port_map = { http = 80 } }
              }
            }
            """;
        var file = HclParser.ParseLegacy("old.hcl", text);
        Assert.Empty(file.Diagnostics);
        var problems = new List<HclDiagnostic>();
        var job = file.Body.Blocks[0].Body.Resolve(new Dictionary<string, int> { ["constraint"] = 0, ["update"] = 0, ["task"] = 1 }, problems);
        Assert.Equal(["update", "constraint", "task"], job.Blocks.Select(block => block.Type));
        var stagger = job.Blocks[0].Body.Attribute("max_parallel")!;
        Assert.Equal(HclValue.Number(16), HclEvaluator.Evaluate(stagger.Value, HclScope.Empty));
        var env = job.Blocks[2].Body.BlocksOf("env").Single().Body.Attribute("LOG-LEVEL")!;
        Assert.Equal("${env[\"HOME\"]}", HclEvaluator.Evaluate(env.Value, HclScope.Empty).AsString);
        Assert.Same(file.Body.Resolve(Nothing, problems).Blocks[0], file.Body.Blocks[0]);
    }

    [Fact]
    public void Dynamic_blocks_expand_with_nested_iterators()
    {
        const string text = """
            dynamic "group" {
              for_each = ["a", "b"]
              iterator = g
              labels   = [g.value]
              content {
                count = g.key
                dynamic "port" {
                  for_each = { web = 80 }
                  labels   = ["${g.value}-${port.key}"]
                  content { to = port.value + g.key }
                }
              }
            }
            """;
        var problems = new List<HclDiagnostic>();
        var body = HclDynamicBlocks.Expand(HclParser.Parse("a.hcl", text).Body, Expressions.Scope(), new HashSet<string>(), problems);
        Assert.Empty(problems);
        Assert.Equal(["a", "b"], body.Blocks.Select(block => block.Labels[0]));
        var port = body.Blocks[1].Body.Blocks.Single();
        Assert.Equal(["b-web"], port.Labels);
        Assert.Equal(HclValue.Number(81), HclEvaluator.Evaluate(port.Body.Attributes[0].Value, HclScope.Empty));
    }

    [Fact]
    public void Dynamic_block_without_content_is_an_error()
    {
        var problems = new List<HclDiagnostic>();
        HclDynamicBlocks.Expand(HclParser.Parse("a.hcl", "dynamic \"x\" {\n  for_each = []\n}\n").Body, Expressions.Scope(), new HashSet<string>(), problems);
        Assert.Equal("Missing content block", Assert.Single(problems).Summary);
    }
}
