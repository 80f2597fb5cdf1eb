namespace Nomad.Hcl.Functions;

/// <summary>Shorthand for declaring functions and reading their arguments.</summary>
internal static class Arguments
{
    public static HclParameter Text(string name) => new(name, HclType.String);

    public static HclParameter Number(string name) => new(name, HclType.Number);

    public static HclParameter Anything(string name) => new(name, HclType.Any);

    /// <summary>A parameter that takes any value, null and unknown parts included.</summary>
    public static HclParameter Loose(string name) => new(name, HclType.Any, AllowsNull: true);

    public static HclParameter ListOf(string name, HclType element) => new(name, HclType.List(element));

    public static HclFunction TextToText(string name, Func<string, string> call) =>
        new(name, [Text("str")], arguments => HclValue.String(call(arguments[0].AsString))) { ResultType = HclType.String };

    public static HclFunction NumberToNumber(string name, Func<HclNumber, HclNumber> call) =>
        new(name, [Number("num")], arguments => HclValue.Number(call(arguments[0].AsNumber))) { ResultType = HclType.Number };

    /// <summary>A whole number in a range; <paramref name="argument"/> is blamed otherwise.</summary>
    public static int WholeNumber(IReadOnlyList<HclValue> arguments, int argument, int minimum = int.MinValue, int maximum = int.MaxValue)
    {
        if (!arguments[argument].AsNumber.TryInt64(out var value))
        {
            throw new HclFunctionException("a whole number is required", argument);
        }

        return value >= minimum && value <= maximum
            ? (int)value
            : throw new HclFunctionException($"must be between {minimum} and {maximum}", argument);
    }

    public static IReadOnlyList<HclValue> Sequence(IReadOnlyList<HclValue> arguments, int argument) => arguments[argument].IsSequence
        ? arguments[argument].Elements
        : throw new HclFunctionException("a list, set or tuple is required", argument);

    /// <summary>A list when all elements have one type, else a tuple.</summary>
    public static HclValue Listed(IReadOnlyList<HclValue> values)
    {
        if (values.Count == 0)
        {
            return HclValue.List(HclType.Any, []);
        }

        var first = values[0].Type;
        return first.IsConcrete && values.All(value => !value.IsNull && value.Type.Equals(first)) ? HclValue.List(first, values) : HclValue.Tuple(values);
    }

    public static HclValue Texts(IEnumerable<string> values) => HclValue.List(HclType.String, values.Select(HclValue.String));
}
