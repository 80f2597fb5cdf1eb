namespace Nomad.Hcl.Functions;

/// <summary>Functions that look at their arguments before these have values.</summary>
internal static class SyntaxFunctions
{
    public static IReadOnlyList<HclFunction> All { get; } =
    [
        new("can", [Arguments.Loose("expression")], _ => HclValue.True) { CallSyntax = Can },
        new("try", [], _ => HclValue.Null) { Rest = Arguments.Loose("expressions"), CallSyntax = Try },
        new("convert", [Arguments.Loose("value"), Arguments.Loose("type")], _ => HclValue.Null) { CallSyntax = Convert },
    ];

    private static HclValue Can(HclCall call, Func<HclExpression, HclValue> evaluate)
    {
        CheckCount(call, 1);
        try
        {
            evaluate(call.Arguments[0]);
            return HclValue.True;
        }
        catch (HclException)
        {
            return HclValue.False;
        }
    }

    private static HclValue Try(HclCall call, Func<HclExpression, HclValue> evaluate)
    {
        if (call.Arguments.Count == 0)
        {
            throw new HclFunctionException("at least one argument is required");
        }

        var problems = new List<string>();
        foreach (var argument in call.Arguments)
        {
            try
            {
                return evaluate(argument);
            }
            catch (HclException exception)
            {
                problems.Add($"- {exception.Diagnostics[0].Summary} (at {argument.Range}): {exception.Diagnostics[0].Detail}");
            }
        }

        throw new HclFunctionException("no expression succeeded:\n" + string.Join('\n', problems) + "\n\nAt least one expression must produce a successful result");
    }

    private static HclValue Convert(HclCall call, Func<HclExpression, HclValue> evaluate)
    {
        CheckCount(call, 2);
        var value = evaluate(call.Arguments[0]);
        var type = HclConversion.ReadType(call.Arguments[1]);
        return HclConversion.TryConvert(value, type, out var converted, out var error)
            ? converted
            : throw new HclException("Invalid function argument", $"Invalid value for \"value\" parameter: cannot convert to {type}: {error}.", call.Arguments[0].Range);
    }

    private static void CheckCount(HclCall call, int count)
    {
        if (call.Arguments.Count != count || call.ExpandsLast)
        {
            throw new HclException(
                call.Arguments.Count < count ? "Not enough function arguments" : "Too many function arguments",
                $"Function \"{call.Name}\" expects exactly {count} argument(s).",
                call.Range);
        }
    }
}
