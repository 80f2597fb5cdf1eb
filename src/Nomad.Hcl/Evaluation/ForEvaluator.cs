using System.Text;

namespace Nomad.Hcl.Evaluation;

/// <summary>For expressions and for directives.</summary>
internal sealed class ForEvaluator(Func<HclExpression, HclScope, HclValue> visit)
{
    public HclValue Evaluate(HclFor loop, HclScope scope)
    {
        var collection = visit(loop.Collection, scope);
        if (collection.IsUnknown)
        {
            return HclValue.Unknown;
        }

        var items = new List<HclValue>();
        var entries = new SortedDictionary<string, List<HclValue>>(StringComparer.Ordinal);
        foreach (var inner in Scopes(collection, loop.KeyName, loop.ValueName, loop.Collection.Range, scope))
        {
            if (loop.Condition is { } condition)
            {
                var included = Condition(visit(condition, inner), condition.Range);
                if (included.IsUnknown)
                {
                    return HclValue.Unknown;
                }

                if (!included.AsBool)
                {
                    continue;
                }
            }

            if (loop.Key is null)
            {
                items.Add(visit(loop.Value, inner));
            }
            else if (!AddEntry(loop, loop.Key, inner, entries))
            {
                return HclValue.Unknown;
            }
        }

        if (loop.Key is null)
        {
            return HclValue.Tuple(items);
        }

        return HclValue.Object(entries.Select(pair => KeyValuePair.Create(pair.Key, loop.Groups ? HclValue.Tuple(pair.Value) : pair.Value[0])));
    }

    public HclValue Evaluate(HclTemplateFor loop, HclScope scope)
    {
        var collection = visit(loop.Collection, scope);
        if (collection.IsUnknown)
        {
            return HclValue.UnknownOf(HclType.String);
        }

        var text = new StringBuilder();
        foreach (var inner in Scopes(collection, loop.KeyName, loop.ValueName, loop.Collection.Range, scope))
        {
            var part = visit(loop.Content, inner);
            if (part.IsUnknown)
            {
                return part;
            }

            text.Append(part.AsString);
            if (text.Length > EvaluationBudget.MaxTextLength)
            {
                break;
            }
        }

        return HclValue.String(text.ToString());
    }

    private bool AddEntry(HclFor loop, HclExpression keyExpression, HclScope scope, SortedDictionary<string, List<HclValue>> entries)
    {
        var key = visit(keyExpression, scope);
        if (key.IsNull)
        {
            throw new HclException("Invalid object key", "Key expression in 'for' expression must not produce a null value.", keyExpression.Range);
        }

        if (!HclConversion.TryConvert(key, HclType.String, out var name, out var error))
        {
            throw new HclException("Invalid object key", $"The key expression produced an invalid result: {error}.", keyExpression.Range);
        }

        if (name.IsUnknown)
        {
            return false;
        }

        var value = visit(loop.Value, scope);
        if (!entries.TryGetValue(name.AsString, out var values))
        {
            entries.Add(name.AsString, values = []);
        }
        else if (!loop.Groups)
        {
            throw new HclException(
                "Duplicate object key",
                $"Two different items produced the key \"{name.AsString}\" in this 'for' expression. If duplicates are expected, use the ellipsis (...) after the value expression to enable grouping by key.",
                keyExpression.Range);
        }

        values.Add(value);
        return true;
    }

    private static HclValue Condition(HclValue value, SourceRange range)
    {
        if (value.IsNull)
        {
            throw new HclException("Condition is null", "The value of the 'if' clause must not be null.", range);
        }

        return HclConversion.TryConvert(value, HclType.Bool, out var condition, out var error)
            ? condition
            : throw new HclException("Invalid 'for' condition", $"The 'if' clause value is invalid: {error}.", range);
    }

    private static IEnumerable<HclScope> Scopes(HclValue collection, string? keyName, string valueName, SourceRange range, HclScope scope)
    {
        if (collection.IsNull)
        {
            throw new HclException("Iteration over null value", "A null value cannot be used as the collection in a 'for' expression.", range);
        }

        if (!collection.IsSequence && !collection.IsKeyed)
        {
            throw new HclException("Iteration over non-iterable value", $"A value of type {collection.Type.FriendlyName} cannot be used as the collection in a 'for' expression.", range);
        }

        return Pairs(collection).Select(pair => scope.Child(keyName is null
            ? new Dictionary<string, HclValue>(1) { [valueName] = pair.Value }
            : new Dictionary<string, HclValue>(2) { [keyName] = pair.Key, [valueName] = pair.Value }));
    }

    private static IEnumerable<(HclValue Key, HclValue Value)> Pairs(HclValue collection) => collection.Kind switch
    {
        HclValueKind.Set => collection.Elements.Select(element => (element, element)),
        HclValueKind.List or HclValueKind.Tuple => collection.Elements.Select((element, at) => (HclValue.Number(at), element)),
        _ => collection.Entries.Select(pair => (HclValue.String(pair.Key), pair.Value)),
    };
}
