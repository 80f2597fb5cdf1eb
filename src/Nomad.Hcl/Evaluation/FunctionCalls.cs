namespace Nomad.Hcl.Evaluation;

/// <summary>Calls functions: finds them, evaluates and converts the arguments, reports failures at the right place.</summary>
internal sealed class FunctionCalls(Func<HclExpression, HclScope, HclValue> visit)
{
    public HclValue Call(HclCall call, HclScope scope)
    {
        var function = Find(call, scope);
        if (function.CallSyntax is { } special)
        {
            return Guard(call, function, [], () => special(call, expression => visit(expression, scope)));
        }

        var (values, ranges, unknownList) = Arguments(call, scope);
        if (unknownList)
        {
            return HclValue.UnknownOf(function.ResultType);
        }

        CheckCount(call, function, values.Count);
        var unknown = false;
        for (var at = 0; at < values.Count; at++)
        {
            var parameter = at < function.Parameters.Count ? function.Parameters[at] : function.Rest!;
            values[at] = Convert(values[at], parameter, ranges[at]);
            unknown |= !parameter.AllowsUnknown && !values[at].IsWhollyKnown;
        }

        return unknown ? HclValue.UnknownOf(function.ResultType) : Guard(call, function, ranges, () => function.Call(values));
    }

    private static HclFunction Find(HclCall call, HclScope scope)
    {
        if (scope.Function(call.Name) is { } function)
        {
            return function;
        }

        throw scope.FunctionNames.Any()
            ? new HclException("Call to unknown function", $"There is no function named \"{call.Name}\".{Suggestion.For(call.Name, scope.FunctionNames)}", call.NameRange)
            : new HclException("Function calls not allowed", "Functions may not be called here.", call.Range);
    }

    private (List<HclValue> Values, List<SourceRange> Ranges, bool UnknownList) Arguments(HclCall call, HclScope scope)
    {
        var values = new List<HclValue>(call.Arguments.Count);
        var ranges = new List<SourceRange>(call.Arguments.Count);
        for (var at = 0; at < call.Arguments.Count; at++)
        {
            var argument = call.Arguments[at];
            var value = visit(argument, scope);
            if (!call.ExpandsLast || at < call.Arguments.Count - 1)
            {
                values.Add(value);
                ranges.Add(argument.Range);
                continue;
            }

            if (value.IsUnknown)
            {
                return (values, ranges, true);
            }

            if (!value.IsSequence)
            {
                throw new HclException("Invalid expanding argument value", value.IsNull
                    ? "The expanding argument (indicated by ...) must not be null."
                    : "The expanding argument (indicated by ...) must be of a tuple, list, or set type.", argument.Range);
            }

            foreach (var element in value.Elements)
            {
                values.Add(element);
                ranges.Add(argument.Range);
            }
        }

        return (values, ranges, false);
    }

    private static void CheckCount(HclCall call, HclFunction function, int count)
    {
        var wanted = function.Parameters.Count;
        if (count < wanted)
        {
            var atLeast = function.Rest is null ? "" : "at least ";
            throw new HclException("Not enough function arguments", $"Function \"{function.Name}\" expects {atLeast}{wanted} argument(s). Missing value for \"{function.Parameters[count].Name}\".", call.Range);
        }

        if (count > wanted && function.Rest is null)
        {
            throw new HclException("Too many function arguments", $"Function \"{function.Name}\" expects only {wanted} argument(s).", call.Range);
        }
    }

    private static HclValue Convert(HclValue value, HclParameter parameter, SourceRange range)
    {
        if (value.IsNull && !parameter.AllowsNull)
        {
            throw new HclException("Invalid function argument", $"Invalid value for \"{parameter.Name}\" parameter: argument must not be null.", range);
        }

        return HclConversion.TryConvert(value, parameter.Type, out var converted, out var error)
            ? converted
            : throw new HclException("Invalid function argument", $"Invalid value for \"{parameter.Name}\" parameter: {error}.", range);
    }

    private static HclValue Guard(HclCall call, HclFunction function, List<SourceRange> ranges, Func<HclValue> run)
    {
        try
        {
            return run();
        }
        catch (HclFunctionException exception) when (exception.Argument is { } at && at < ranges.Count)
        {
            var parameter = at < function.Parameters.Count ? function.Parameters[at] : function.Rest;
            throw new HclException("Invalid function argument", $"Invalid value for \"{parameter?.Name}\" parameter: {exception.Message}.", ranges[at]);
        }
        catch (Exception exception) when (exception is HclFunctionException or OverflowException or DivideByZeroException)
        {
            throw new HclException("Error in function call", $"Call to function \"{function.Name}\" failed: {exception.Message.TrimEnd('.')}.", call.Range);
        }
    }
}
