namespace Nomad.Hcl.Tests;

/// <summary>Shorthand of the tests.</summary>
internal static class Expressions
{
    public static readonly IReadOnlyDictionary<string, HclFunction> Functions = HclStandardFunctions.Create(HclFunctionEnvironment.WithoutFiles);

    public static HclValue Evaluate(string expression, params (string Name, HclValue Value)[] variables)
    {
        var diagnostics = new List<HclDiagnostic>();
        var parsed = HclParser.ParseExpression("test.hcl", expression, diagnostics);
        Assert.Empty(diagnostics);
        return HclEvaluator.Evaluate(parsed!, Scope(variables));
    }

    /// <summary>The one-line text of the first error, from parsing or evaluation.</summary>
    public static string Error(string expression, params (string Name, HclValue Value)[] variables)
    {
        var diagnostics = new List<HclDiagnostic>();
        if (HclParser.ParseExpression("test.hcl", expression, diagnostics) is { } parsed)
        {
            Assert.False(HclEvaluator.TryEvaluate(parsed, Scope(variables), diagnostics, out var value), $"gave {value}");
        }

        return diagnostics[0].ToString();
    }

    public static HclScope Scope(params (string Name, HclValue Value)[] variables) =>
        new(variables.ToDictionary(variable => variable.Name, variable => variable.Value), Functions);
}
