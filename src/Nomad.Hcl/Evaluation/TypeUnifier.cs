namespace Nomad.Hcl.Evaluation;

/// <summary>Finds the one type that several types can be converted to.</summary>
internal static class TypeUnifier
{
    /// <summary>Null when there is none. An empty list gives <see cref="HclType.Any"/>.</summary>
    public static HclType? Unify(IReadOnlyList<HclType> types)
    {
        var known = types.Where(type => type.Kind != HclTypeKind.Any).Distinct().ToList();
        return known.Count switch
        {
            0 => HclType.Any,
            1 => known[0],
            _ => known.Aggregate((HclType?)known[0], (left, right) => left is null ? null : Unify(left, right)),
        };
    }

    private static HclType? Unify(HclType left, HclType right)
    {
        if (left.Equals(right) || right.Kind == HclTypeKind.Any)
        {
            return left;
        }

        if (left.Kind == HclTypeKind.Any)
        {
            return right;
        }

        if (left.IsPrimitive && right.IsPrimitive)
        {
            return left.Kind == HclTypeKind.String || right.Kind == HclTypeKind.String ? HclType.String : null;
        }

        return (left.Kind, right.Kind) switch
        {
            (HclTypeKind.Object, HclTypeKind.Object) => UnifyObjects(left, right),
            (HclTypeKind.Tuple, HclTypeKind.Tuple) => UnifyTuples(left, right),
            (HclTypeKind.Object or HclTypeKind.Map, HclTypeKind.Object or HclTypeKind.Map) => Wrap(HclType.Map, [.. Parts(left), .. Parts(right)]),
            (HclTypeKind.List or HclTypeKind.Tuple, HclTypeKind.List or HclTypeKind.Tuple) => Wrap(HclType.List, [.. Parts(left), .. Parts(right)]),
            (HclTypeKind.Set, HclTypeKind.Set or HclTypeKind.Tuple or HclTypeKind.List) => Wrap(HclType.Set, [.. Parts(left), .. Parts(right)]),
            (HclTypeKind.Tuple or HclTypeKind.List, HclTypeKind.Set) => Wrap(HclType.Set, [.. Parts(left), .. Parts(right)]),
            _ => null,
        };
    }

    private static HclType? UnifyObjects(HclType left, HclType right)
    {
        if (!left.Attributes.Keys.SequenceEqual(right.Attributes.Keys))
        {
            return Wrap(HclType.Map, [.. left.Attributes.Values, .. right.Attributes.Values]);
        }

        var attributes = new List<KeyValuePair<string, HclType>>();
        foreach (var (name, type) in left.Attributes)
        {
            if (Unify(type, right.Attributes[name]) is not { } unified)
            {
                return null;
            }

            attributes.Add(KeyValuePair.Create(name, unified));
        }

        return HclType.Object(attributes);
    }

    private static HclType? UnifyTuples(HclType left, HclType right)
    {
        if (left.Items.Count != right.Items.Count)
        {
            return Wrap(HclType.List, [.. left.Items, .. right.Items]);
        }

        var items = new List<HclType>();
        for (var at = 0; at < left.Items.Count; at++)
        {
            if (Unify(left.Items[at], right.Items[at]) is not { } unified)
            {
                return null;
            }

            items.Add(unified);
        }

        return HclType.Tuple(items);
    }

    private static IEnumerable<HclType> Parts(HclType type) => type.Kind switch
    {
        HclTypeKind.Object => type.Attributes.Values,
        HclTypeKind.Tuple => type.Items,
        _ => [type.Element],
    };

    private static HclType? Wrap(Func<HclType, HclType> wrap, IReadOnlyList<HclType> parts) => Unify(parts) is { } element ? wrap(element) : null;
}
