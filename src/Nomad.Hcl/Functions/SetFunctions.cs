namespace Nomad.Hcl.Functions;

internal static class SetFunctions
{
    private const int MaxProduct = 100_000;

    public static IReadOnlyList<HclFunction> All { get; } =
    [
        Combine("setunion", (left, right) => left.Union(right)),
        Combine("setintersection", (left, right) => left.Intersect(right)),
        new("setproduct", [Arguments.Anything("first"), Arguments.Anything("second")], Product) { Rest = Arguments.Anything("sets") },
    ];

    private static HclFunction Combine(string name, Func<IEnumerable<HclValue>, IEnumerable<HclValue>, IEnumerable<HclValue>> combine)
    {
        var parameter = new HclParameter("sets", HclType.Set(HclType.Any));
        return new HclFunction(name, [parameter with { Name = "first_set" }], arguments =>
        {
            var element = HclConversion.Unify([.. arguments.Where(argument => argument.Elements.Length > 0).Select(argument => argument.Type.Element)])
                ?? throw new HclFunctionException("the given sets must all have compatible element types");
            var sets = arguments.Select((argument, at) => Converted(argument, element, at).Elements.AsEnumerable());
            return HclValue.Set(element, sets.Aggregate(combine));
        })
        {
            Rest = parameter,
        };
    }

    private static HclValue Converted(HclValue set, HclType element, int argument) =>
        HclConversion.TryConvert(set, HclType.Set(element), out var converted, out var error) ? converted : throw new HclFunctionException(error, argument);

    private static HclValue Product(IReadOnlyList<HclValue> arguments)
    {
        var lists = arguments.Select((_, at) => Arguments.Sequence(arguments, at)).ToList();
        if (lists.Aggregate(1L, (product, list) => Math.Min(product * list.Count, int.MaxValue)) > MaxProduct)
        {
            throw new HclFunctionException($"the product would have more than {MaxProduct} elements");
        }

        IEnumerable<IEnumerable<HclValue>> rows = [[]];
        foreach (var list in lists)
        {
            rows = [.. rows.SelectMany(row => list.Select(value => row.Append(value).ToArray()))];
        }

        var tuples = rows.Select(HclValue.Tuple).ToList();
        return arguments.All(argument => argument.Kind == HclValueKind.Set) && tuples.Count > 0
            ? HclValue.Set(tuples[0].Type, tuples)
            : Arguments.Listed(tuples);
    }
}
