using System.Text.Json;

namespace Nomad.Hcl.Tests.Functions;

/// <summary>Every row of Lists/functions.tsv: an expression and its result as JSON, or ERROR.</summary>
public sealed class FunctionListTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Lists");

    private static readonly HclScope Scope = new(
        new Dictionary<string, HclValue>(),
        HclStandardFunctions.Create(HclFunctionEnvironment.WithFiles(Folder)));

    public static TheoryData<string, string> Rows => [.. File.ReadLines(Path.Combine(Folder, "functions.tsv"))
        .Skip(1)
        .Select(line => line.Split('\t'))
        .Select(cells => new TheoryDataRow<string, string>(cells[2], cells[3]))];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Expression_has_the_listed_result(string expression, string expected)
    {
        var diagnostics = new List<HclDiagnostic>();
        var parsed = HclParser.ParseExpression("list", expression, diagnostics);
        Assert.Empty(diagnostics);
        var works = HclEvaluator.TryEvaluate(parsed!, Scope, diagnostics, out var value);
        if (expected == "ERROR")
        {
            Assert.False(works, $"gave {value}");
            return;
        }

        Assert.Empty(diagnostics);
        using var json = JsonDocument.Parse(expected);
        Assert.True(Same(value, json.RootElement), $"gave {value}");
    }

    [Fact]
    public void Every_registered_function_has_a_row()
    {
        var listed = File.ReadLines(Path.Combine(Folder, "functions.tsv")).Skip(1).Select(line => line.Split('\t')[0]).ToHashSet();
        Assert.Empty(Scope.Functions.Keys.Except(listed));
        Assert.Empty(listed.Except(Scope.Functions.Keys).Except(["(expr)"]));
    }

    private static bool Same(HclValue value, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => value.IsNull,
        JsonValueKind.True => value.Equals(HclValue.True),
        JsonValueKind.False => value.Equals(HclValue.False),
        JsonValueKind.String => value.Kind == HclValueKind.String && value.AsString == json.GetString(),
        JsonValueKind.Number => value.Kind == HclValueKind.Number && value.AsNumber.ToString() == json.GetRawText(),
        JsonValueKind.Array when value.Kind == HclValueKind.Set => value.Elements.Length == json.GetArrayLength()
            && json.EnumerateArray().All(item => value.Elements.Any(element => Same(element, item))),
        JsonValueKind.Array => value.IsSequence && value.Elements.Length == json.GetArrayLength()
            && value.Elements.Zip(json.EnumerateArray()).All(pair => Same(pair.First, pair.Second)),
        _ => value.IsKeyed && value.Entries.Count == json.EnumerateObject().Count()
            && json.EnumerateObject().All(property => value.Entries.TryGetValue(property.Name, out var entry) && Same(entry, property.Value)),
    };
}
