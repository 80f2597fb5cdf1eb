namespace Nomad.Hcl.Functions;

/// <summary>Functions of maps and objects.</summary>
internal static class KeyedFunctions
{
    public static IReadOnlyList<HclFunction> All { get; } =
    [
        new("keys", [Arguments.Anything("inputMap")], Keys),
        new("values", [Arguments.Anything("mapping")], Values),
        new("lookup", [Arguments.Anything("inputMap"), Arguments.Text("key"), Arguments.Loose("default")], Lookup),
        new("merge", [], Merge) { Rest = Arguments.Loose("maps") },
        new("zipmap", [Arguments.ListOf("keys", HclType.String), Arguments.Anything("values")], ZipMap),
    ];

    private static HclValue Keyed(IReadOnlyList<HclValue> arguments, int argument) => arguments[argument].IsKeyed
        ? arguments[argument]
        : throw new HclFunctionException("a map or object is required", argument);

    private static HclValue Keys(IReadOnlyList<HclValue> arguments)
    {
        var keys = Keyed(arguments, 0).Entries.Keys.Select(HclValue.String);
        return arguments[0].Kind == HclValueKind.Map ? HclValue.List(HclType.String, keys) : HclValue.Tuple(keys);
    }

    private static HclValue Values(IReadOnlyList<HclValue> arguments)
    {
        var values = Keyed(arguments, 0).Entries.Values;
        return arguments[0].Kind == HclValueKind.Map ? HclValue.List(arguments[0].Type.Element, values) : HclValue.Tuple(values);
    }

    private static HclValue Lookup(IReadOnlyList<HclValue> arguments)
    {
        var map = Keyed(arguments, 0);
        if (map.Entries.TryGetValue(arguments[1].AsString, out var found))
        {
            return found;
        }

        if (map.Kind == HclValueKind.Object)
        {
            return arguments[2];
        }

        return HclConversion.TryConvert(arguments[2], map.Type.Element, out var fallback, out var error) ? fallback : throw new HclFunctionException(error, 2);
    }

    private static HclValue Merge(IReadOnlyList<HclValue> arguments)
    {
        var given = arguments.Select((argument, at) => argument.IsNull ? null : Keyed(arguments, at)).OfType<HclValue>().ToList();
        var merged = new Dictionary<string, HclValue>();
        foreach (var (key, value) in given.SelectMany(map => map.Entries))
        {
            merged[key] = value;
        }

        var uniform = given.Count > 0 && given.All(map => map.Kind == HclValueKind.Map && map.Type.Equals(given[0].Type));
        return uniform ? HclValue.Map(given[0].Type.Element, merged) : HclValue.Object(merged);
    }

    private static HclValue ZipMap(IReadOnlyList<HclValue> arguments)
    {
        var (keys, values) = (arguments[0].Elements, Arguments.Sequence(arguments, 1));
        if (keys.Length != values.Count)
        {
            throw new HclFunctionException($"number of keys ({keys.Length}) does not match number of values ({values.Count})");
        }

        if (keys.Any(key => key.IsNull))
        {
            throw new HclFunctionException("a key is null", 0);
        }

        var pairs = keys.Select((key, at) => KeyValuePair.Create(key.AsString, values[at]));
        return arguments[1].Kind == HclValueKind.Tuple ? HclValue.Object(pairs) : HclValue.Map(arguments[1].Type.Element, pairs);
    }
}
