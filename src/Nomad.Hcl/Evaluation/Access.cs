namespace Nomad.Hcl.Evaluation;

/// <summary>Attribute access and indexing.</summary>
internal static class Access
{
    public static HclValue Step(HclValue value, HclStep step) => step.IsAttribute ? Attribute(value, step.Key.AsString, step.Range) : Index(value, step.Key, step.Range);

    public static HclValue Attribute(HclValue value, string name, SourceRange range)
    {
        if (value.IsUnknown)
        {
            return HclValue.Unknown;
        }

        if (value.IsNull)
        {
            throw new HclException("Attempt to get attribute from null value", "This value is null, so it does not have any attributes.", range);
        }

        if (value.IsKeyed)
        {
            if (value.Entries.TryGetValue(name, out var entry))
            {
                return entry;
            }

            throw value.Kind == HclValueKind.Map
                ? new HclException("Missing map element", $"This map does not have an element with the key \"{name}\".", range)
                : new HclException("Unsupported attribute", $"This object does not have an attribute named \"{name}\".{Suggestion.For(name, value.Entries.Keys)}", range);
        }

        throw value.IsSequence
            ? new HclException("Unsupported attribute", "This value does not have any attributes. Did you mean to access an attribute of one element, or of all elements of the list?", range)
            : new HclException("Unsupported attribute", $"Can't access attributes on a primitive-typed value ({value.Type.FriendlyName}).", range);
    }

    public static HclValue Index(HclValue collection, HclValue key, SourceRange range)
    {
        if (collection.IsNull)
        {
            throw new HclException("Attempt to index null value", "This value is null, so it does not have any indices.", range);
        }

        if (key.IsNull)
        {
            throw new HclException("Invalid index", "Can't use a null value as an indexing key.", range);
        }

        if (collection.IsUnknown || key.IsUnknown)
        {
            return HclValue.Unknown;
        }

        return collection.Kind switch
        {
            HclValueKind.List or HclValueKind.Tuple => Element(collection, key, range),
            HclValueKind.Map or HclValueKind.Object => Entry(collection, key, range),
            HclValueKind.Set => throw new HclException("Invalid index", "Elements of a set are identified only by their value and don't have any separate index or key to select with, so it's only possible to perform operations across all elements of the set.", range),
            _ => throw new HclException("Invalid index", "This value does not have any indices.", range),
        };
    }

    private static HclValue Element(HclValue collection, HclValue key, SourceRange range)
    {
        if (!HclConversion.TryConvert(key, HclType.Number, out var number, out var error))
        {
            throw new HclException("Invalid index", $"The given key does not identify an element in this collection value: {error}.", range);
        }

        if (!number.AsNumber.TryInt64(out var at))
        {
            throw new HclException("Invalid index", "The given key does not identify an element in this collection value: indexing a sequence requires a whole number, but the given index is fractional or too large.", range);
        }

        var elements = collection.Elements;
        if (at >= 0 && at < elements.Length)
        {
            return elements[(int)at];
        }

        throw new HclException("Invalid index", "The given key does not identify an element in this collection value: " + (at < 0
            ? "a negative number is not a valid index for a sequence."
            : elements.Length == 0 ? "the collection has no elements." : "the given index is greater than or equal to the length of the collection."), range);
    }

    private static HclValue Entry(HclValue collection, HclValue key, SourceRange range)
    {
        if (!HclConversion.TryConvert(key, HclType.String, out var name, out var error))
        {
            throw new HclException("Invalid index", $"The given key does not identify an element in this collection value: {error}.", range);
        }

        return collection.Entries.TryGetValue(name.AsString, out var value)
            ? value
            : throw new HclException("Invalid index", "The given key does not identify an element in this collection value.", range);
    }
}
