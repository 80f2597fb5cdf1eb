namespace Nomad.Hcl.Evaluation;

/// <summary>Replaces <c>dynamic</c> blocks by what they stand for.</summary>
internal sealed class DynamicExpansion(IReadOnlySet<string> opaqueTypes, ICollection<HclDiagnostic> diagnostics)
{
    /// <summary>Most blocks one file may expand to.</summary>
    private const int MaxBlocks = 100_000;

    private static readonly Dictionary<string, int> DynamicParts = new() { ["content"] = 0 };

    private int _made;

    public HclBody Expand(HclBody body, HclScope scope)
    {
        if (!Contains(body))
        {
            return body;
        }

        var blocks = new List<HclBlock>();
        foreach (var block in body.Blocks)
        {
            if (block.Type == "dynamic")
            {
                ExpandBlock(block, scope, blocks);
            }
            else
            {
                blocks.Add(opaqueTypes.Contains(block.Type) ? block : block with { Body = Expand(block.Body, scope) });
            }
        }

        return new HclBody(body.Attributes, blocks, body.Range, body.Syntax);
    }

    private bool Contains(HclBody body) => body.Blocks.Any(block => block.Type == "dynamic" || (!opaqueTypes.Contains(block.Type) && Contains(block.Body)));

    private void ExpandBlock(HclBlock dynamic, HclScope scope, List<HclBlock> blocks)
    {
        try
        {
            var spec = Read(dynamic, scope);
            foreach (var (key, value) in Iterate(spec.Collection, spec.CollectionRange))
            {
                if (++_made > MaxBlocks)
                {
                    throw new HclException("Too many dynamic blocks", $"Dynamic blocks may expand to at most {MaxBlocks} blocks.", dynamic.DefinitionRange);
                }

                var iterator = HclValue.Object([KeyValuePair.Create("key", key), KeyValuePair.Create("value", value)]);
                var inner = scope.Child(new Dictionary<string, HclValue> { [spec.Iterator] = iterator });
                var labels = spec.Labels is null ? [] : Labels(spec.Labels, inner);
                blocks.Add(new HclBlock(spec.Type, labels, Expand(spec.Content.Body.Within(inner), inner))
                {
                    TypeRange = dynamic.LabelRanges.Count > 0 ? dynamic.LabelRanges[0] : dynamic.TypeRange,
                    DefinitionRange = dynamic.DefinitionRange,
                    LabelRanges = [.. labels.Select(_ => spec.Labels!.Range)],
                });
            }
        }
        catch (HclException exception)
        {
            foreach (var diagnostic in exception.Diagnostics)
            {
                diagnostics.Add(diagnostic);
            }
        }
    }

    private Spec Read(HclBlock dynamic, HclScope scope)
    {
        if (dynamic.Labels.Count != 1)
        {
            throw new HclException("Missing name for dynamic block", "A dynamic block requires one label: the type of the blocks to generate.", dynamic.DefinitionRange);
        }

        var body = dynamic.Body.Resolve(DynamicParts, diagnostics);
        foreach (var attribute in body.Attributes.Where(attribute => attribute.Name is not ("for_each" or "iterator" or "labels")))
        {
            throw new HclException("Unsupported argument", $"An argument named \"{attribute.Name}\" is not expected here.", attribute.NameRange);
        }

        foreach (var block in body.Blocks.Where(block => block.Type != "content"))
        {
            throw new HclException("Unsupported block type", $"Blocks of type \"{block.Type}\" are not expected here.", block.TypeRange);
        }

        var forEach = body.Attribute("for_each")
            ?? throw new HclException("Missing required argument", "The argument \"for_each\" is required, but no definition was found.", body.MissingItemRange);
        var contents = body.BlocksOf("content").ToList();
        if (contents.Count != 1)
        {
            throw contents.Count == 0
                ? new HclException("Missing content block", "A dynamic block must have a nested block of type \"content\" to describe the body of each generated block.", body.MissingItemRange)
                : new HclException("Extraneous content block", "Only one nested content block is allowed for each dynamic block.", contents[1].DefinitionRange);
        }

        return new Spec(
            dynamic.Labels[0],
            HclEvaluator.Evaluate(forEach.Value, scope),
            forEach.Value.Range,
            IteratorName(body, dynamic.Labels[0]),
            body.Attribute("labels")?.Value,
            contents[0]);
    }

    private static string IteratorName(HclBody body, string type) => body.Attribute("iterator")?.Value switch
    {
        null => type,
        var expression => expression.Core switch
        {
            HclTraversal { Steps.Count: 0 } word => word.Root,
            HclLiteral { Value.Kind: HclValueKind.String } quoted => quoted.Value.AsString,
            _ => throw new HclException("Invalid dynamic iterator name", "Dynamic iterator must be a single variable name.", expression.Range),
        },
    };

    private static IEnumerable<(HclValue Key, HclValue Value)> Iterate(HclValue collection, SourceRange range) => collection switch
    {
        { IsUnknown: true } => throw new HclException("Invalid dynamic for_each value", "Cannot use an unknown value in for_each.", range),
        { IsNull: true } => throw new HclException("Invalid dynamic for_each value", "Cannot use a null value in for_each.", range),
        { Kind: HclValueKind.Set } => collection.Elements.Select(element => (element, element)),
        { IsSequence: true } => collection.Elements.Select((element, at) => (HclValue.Number(at), element)),
        { IsKeyed: true } => collection.Entries.Select(pair => (HclValue.String(pair.Key), pair.Value)),
        _ => throw new HclException("Invalid dynamic for_each value", $"Cannot use a {collection.Type.FriendlyName} value in for_each. An iterable collection is required.", range),
    };

    private static List<string> Labels(HclExpression expression, HclScope scope)
    {
        // labels see the iterator of their own block, which is in the newer scope
        var value = HclEvaluator.Evaluate(expression is HclScopedExpression scoped ? scoped.Inner : expression, scope);
        if (!HclConversion.TryConvert(value, HclType.List(HclType.String), out var list, out _) || !list.IsWhollyKnown || list.IsNull || list.Elements.Any(label => label.IsNull))
        {
            throw new HclException("Invalid dynamic block labels", "The labels of a dynamic block must be a list of known, non-null strings.", expression.Range);
        }

        return [.. list.Elements.Select(label => label.AsString)];
    }

    private sealed record Spec(string Type, HclValue Collection, SourceRange CollectionRange, string Iterator, HclExpression? Labels, HclBlock Content);
}
