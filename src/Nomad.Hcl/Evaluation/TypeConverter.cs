namespace Nomad.Hcl.Evaluation;

/// <summary>Converts values to types, with the reason when it cannot.</summary>
internal static class TypeConverter
{
    public static bool TryConvert(HclValue value, HclType type, out HclValue result, out string error)
    {
        error = "";
        try
        {
            result = Convert(value, type, "");
            return true;
        }
        catch (ConversionException exception)
        {
            result = value;
            error = exception.Message;
            return false;
        }
    }

    private static HclValue Convert(HclValue value, HclType type, string path)
    {
        if (type.Kind == HclTypeKind.Any || (value.Type.Equals(type) && !value.IsNull))
        {
            return value;
        }

        if (value.IsNull)
        {
            return HclValue.NullOf(type);
        }

        if (value.IsUnknown)
        {
            return HclValue.UnknownOf(type);
        }

        return type.Kind switch
        {
            HclTypeKind.String => ToText(value, path),
            HclTypeKind.Number => ToNumber(value, path),
            HclTypeKind.Bool => ToBool(value, path),
            HclTypeKind.List => ToList(value, type, path),
            HclTypeKind.Set => ToSet(value, type, path),
            HclTypeKind.Map => ToMap(value, type, path),
            HclTypeKind.Tuple => ToTuple(value, type, path),
            _ => ToObject(value, type, path),
        };
    }

    private static HclValue ToText(HclValue value, string path) => value.Kind switch
    {
        HclValueKind.Bool => HclValue.String(value.AsBool ? "true" : "false"),
        HclValueKind.Number => HclValue.String(value.AsNumber.ToString()),
        _ => throw Required(path, "string required"),
    };

    private static HclValue ToNumber(HclValue value, string path) =>
        value.Kind == HclValueKind.String && HclNumber.TryParse(value.AsString, out var number) ? HclValue.Number(number) : throw Required(path, "a number is required");

    private static HclValue ToBool(HclValue value, string path) => value.Kind == HclValueKind.String
        ? value.AsString switch
        {
            "true" or "1" => HclValue.True,
            "false" or "0" => HclValue.False,
            "True" or "TRUE" => throw Required(path, "a bool is required; to convert from string, use lowercase \"true\""),
            "False" or "FALSE" => throw Required(path, "a bool is required; to convert from string, use lowercase \"false\""),
            _ => throw Required(path, "a bool is required"),
        }
        : throw Required(path, "a bool is required");

    private static HclValue ToList(HclValue value, HclType type, string path)
    {
        if (!value.IsSequence)
        {
            throw Required(path, $"{type.FriendlyName} required");
        }

        var (element, items) = ConvertAll(value.Elements, type.Element, path);
        return HclValue.List(element, items);
    }

    private static HclValue ToSet(HclValue value, HclType type, string path)
    {
        if (!value.IsSequence)
        {
            throw Required(path, $"{type.FriendlyName} required");
        }

        var (element, items) = ConvertAll(value.Elements, type.Element, path);
        return HclValue.Set(element, items);
    }

    private static HclValue ToMap(HclValue value, HclType type, string path)
    {
        if (!value.IsKeyed)
        {
            throw Required(path, $"{type.FriendlyName} required");
        }

        var element = type.Element;
        if (!element.IsConcrete)
        {
            element = TypeUnifier.Unify([.. value.Entries.Values.Select(entry => entry.Type)])
                ?? throw Required(path, "all map elements must have the same type");
        }

        var target = element;
        return HclValue.Map(target, value.Entries.Select(pair => KeyValuePair.Create(pair.Key, Convert(pair.Value, target, $"{path}[\"{pair.Key}\"]"))));
    }

    private static HclValue ToTuple(HclValue value, HclType type, string path)
    {
        if (!value.IsSequence)
        {
            throw Required(path, "tuple required");
        }

        return value.Elements.Length == type.Items.Count
            ? HclValue.Tuple(value.Elements.Select((element, at) => Convert(element, type.Items[at], $"{path}[{at}]")))
            : throw Required(path, $"tuple of {type.Items.Count} elements is required");
    }

    private static HclValue ToObject(HclValue value, HclType type, string path)
    {
        if (!value.IsKeyed)
        {
            throw Required(path, "object required");
        }

        return HclValue.Object(type.Attributes.Select(pair => value.Entries.TryGetValue(pair.Key, out var entry)
            ? KeyValuePair.Create(pair.Key, Convert(entry, pair.Value, $"{path}.{pair.Key}"))
            : throw Required(path, $"attribute \"{pair.Key}\" is required")));
    }

    private static (HclType Element, List<HclValue> Items) ConvertAll(IReadOnlyList<HclValue> values, HclType element, string path)
    {
        if (!element.IsConcrete)
        {
            element = TypeUnifier.Unify([.. values.Select(value => value.Type)])
                ?? throw Required(path, "all list elements must have the same type");
        }

        var items = new List<HclValue>(values.Count);
        for (var at = 0; at < values.Count; at++)
        {
            items.Add(Convert(values[at], element, $"{path}[{at}]"));
        }

        return (element, items);
    }

    private static ConversionException Required(string path, string what) => new(path.Length == 0 ? what : $"{path.TrimStart('.')}: {what}");

    private sealed class ConversionException(string message) : Exception(message);
}
