namespace Nomad.Hcl.Functions;

internal static class ListFunctions
{
    private const int MaxRange = 1024;

    public static IReadOnlyList<HclFunction> All { get; } =
    [
        new("chunklist", [Arguments.Anything("list"), Arguments.Number("size")], Chunk),
        new("coalesce", [], Coalesce) { Rest = new HclParameter("vals", HclType.Any, AllowsNull: true, AllowsUnknown: true) },
        new("coalescelist", [], CoalesceList) { Rest = Arguments.Loose("vals") },
        new("compact", [Arguments.ListOf("list", HclType.String)], arguments => HclValue.List(HclType.String, arguments[0].Elements.Where(element => !element.IsNull && element.AsString.Length > 0))),
        new("concat", [], Concat) { Rest = Arguments.Anything("seqs") },
        new("contains", [Arguments.Anything("list"), Arguments.Loose("value")], arguments => HclValue.Bool(Arguments.Sequence(arguments, 0).Contains(arguments[1]))) { ResultType = HclType.Bool },
        new("distinct", [Arguments.ListOf("list", HclType.Any)], arguments => HclValue.List(arguments[0].Type.Element, arguments[0].Elements.Distinct())),
        new("element", [Arguments.Anything("list"), Arguments.Number("index")], Element),
        new("flatten", [Arguments.Anything("list")], Flatten),
        new("index", [Arguments.Anything("collection"), Arguments.Anything("key")], Index),
        new("length", [Arguments.Anything("collection")], Length) { ResultType = HclType.Number },
        new("range", [], Range) { Rest = Arguments.Number("params"), ResultType = HclType.List(HclType.Number) },
        new("slice", [Arguments.Anything("list"), Arguments.Number("start_index"), Arguments.Number("end_index")], Slice),
        new("sort", [Arguments.ListOf("list", HclType.String)], Sort) { ResultType = HclType.List(HclType.String) },
    ];

    private static HclValue Same(HclValue like, IReadOnlyList<HclValue> elements) =>
        like.Kind == HclValueKind.Tuple ? HclValue.Tuple(elements) : HclValue.List(like.Type.Element, elements);

    private static IReadOnlyList<HclValue> ListOrTuple(IReadOnlyList<HclValue> arguments, int argument) => arguments[argument].Kind is HclValueKind.List or HclValueKind.Tuple
        ? arguments[argument].Elements
        : throw new HclFunctionException("a list or tuple is required", argument);

    private static HclValue Chunk(IReadOnlyList<HclValue> arguments)
    {
        var list = ListOrTuple(arguments, 0);
        var size = Arguments.WholeNumber(arguments, 1, 0);
        var chunks = list.Count == 0 ? [] : list.Chunk(size == 0 ? list.Count : size);
        return Arguments.Listed([.. chunks.Select(chunk => Same(arguments[0], chunk))]);
    }

    private static HclValue Coalesce(IReadOnlyList<HclValue> arguments)
    {
        var type = HclConversion.Unify([.. arguments.Select(argument => argument.Type)])
            ?? throw new HclFunctionException("all arguments must have the same type");
        foreach (var argument in arguments)
        {
            if (argument.IsUnknown)
            {
                return HclValue.UnknownOf(type);
            }

            if (!argument.IsNull && HclConversion.TryConvert(argument, type, out var converted, out _))
            {
                return converted;
            }
        }

        throw new HclFunctionException("no non-null arguments");
    }

    private static HclValue CoalesceList(IReadOnlyList<HclValue> arguments)
    {
        for (var at = 0; at < arguments.Count; at++)
        {
            if (!arguments[at].IsNull && ListOrTuple(arguments, at).Count > 0)
            {
                return arguments[at];
            }
        }

        throw new HclFunctionException("no non-null, non-empty arguments");
    }

    private static HclValue Concat(IReadOnlyList<HclValue> arguments)
    {
        if (arguments.Count == 0)
        {
            throw new HclFunctionException("at least one argument is required");
        }

        var all = new List<HclValue>();
        for (var at = 0; at < arguments.Count; at++)
        {
            all.AddRange(ListOrTuple(arguments, at));
        }

        var uniform = arguments.All(argument => argument.Kind == HclValueKind.List && argument.Type.Equals(arguments[0].Type));
        return uniform ? HclValue.List(arguments[0].Type.Element, all) : HclValue.Tuple(all);
    }

    private static HclValue Element(IReadOnlyList<HclValue> arguments)
    {
        var list = ListOrTuple(arguments, 0);
        if (list.Count == 0)
        {
            throw new HclFunctionException("cannot use element function with an empty list", 0);
        }

        var at = Arguments.WholeNumber(arguments, 1) % list.Count;
        return list[at < 0 ? at + list.Count : at];
    }

    private static HclValue Flatten(IReadOnlyList<HclValue> arguments)
    {
        var result = new List<HclValue>();
        Collect(Arguments.Sequence(arguments, 0), result);
        return HclValue.Tuple(result);
    }

    private static void Collect(IEnumerable<HclValue> values, List<HclValue> result)
    {
        foreach (var value in values)
        {
            if (value.IsSequence)
            {
                Collect(value.Elements, result);
            }
            else
            {
                result.Add(value);
            }
        }
    }

    private static HclValue Index(IReadOnlyList<HclValue> arguments)
    {
        if (arguments[0].Kind == HclValueKind.Map && arguments[1].Kind == HclValueKind.String)
        {
            return arguments[0].Entries.TryGetValue(arguments[1].AsString, out var entry) ? entry : throw new HclFunctionException("invalid index");
        }

        if (arguments[1].Kind != HclValueKind.Number)
        {
            throw new HclFunctionException("key for list must be number", 1);
        }

        var list = ListOrTuple(arguments, 0);
        var at = Arguments.WholeNumber(arguments, 1);
        return at >= 0 && at < list.Count ? list[at] : throw new HclFunctionException("invalid index");
    }

    private static HclValue Length(IReadOnlyList<HclValue> arguments) => arguments[0] switch
    {
        { IsSequence: true } sequence => HclValue.Number(sequence.Elements.Length),
        { Kind: HclValueKind.Map } map => HclValue.Number(map.Entries.Count),
        _ => throw new HclFunctionException("collection must be a list, a map or a tuple", 0),
    };

    private static HclValue Range(IReadOnlyList<HclValue> arguments)
    {
        if (arguments.Count is 0 or > 3)
        {
            throw new HclFunctionException("must have one, two, or three arguments");
        }

        var numbers = arguments.Select(argument => argument.AsNumber).ToList();
        var (start, end) = numbers.Count == 1 ? (HclNumber.Zero, numbers[0]) : (numbers[0], numbers[1]);
        var step = numbers.Count == 3 ? numbers[2] : end < start ? -(HclNumber)1 : (HclNumber)1;
        if (step.Sign == 0 || (step.Sign > 0 && end < start) || (step.Sign < 0 && end > start))
        {
            throw new HclFunctionException(step.Sign == 0 ? "step must not be zero" : "the step must lead from the start to the end");
        }

        var result = new List<HclValue>();
        for (var at = start; step.Sign > 0 ? at < end : at > end; at += step)
        {
            if (result.Count >= MaxRange)
            {
                throw new HclFunctionException($"more than {MaxRange} values were generated; either decrease the difference between start and end or use a smaller step");
            }

            result.Add(HclValue.Number(at));
        }

        return HclValue.List(HclType.Number, result);
    }

    private static HclValue Slice(IReadOnlyList<HclValue> arguments)
    {
        var list = ListOrTuple(arguments, 0);
        var start = Arguments.WholeNumber(arguments, 1);
        var end = Arguments.WholeNumber(arguments, 2);
        if (start < 0 || start > list.Count)
        {
            throw new HclFunctionException("start index must not be negative or greater than the length of the list", 1);
        }

        if (end < start || end > list.Count)
        {
            throw new HclFunctionException("end index must not be less than the start or greater than the length of the list", 2);
        }

        return Same(arguments[0], [.. list.Skip(start).Take(end - start)]);
    }

    private static HclValue Sort(IReadOnlyList<HclValue> arguments)
    {
        if (arguments[0].Elements.Any(element => element.IsNull))
        {
            throw new HclFunctionException("given list element is null; a null string cannot be sorted", 0);
        }

        return Arguments.Texts(arguments[0].Elements.Select(element => element.AsString).Order(StringComparer.Ordinal));
    }
}
