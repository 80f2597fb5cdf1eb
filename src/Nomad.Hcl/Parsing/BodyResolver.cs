namespace Nomad.Hcl.Parsing;

/// <summary>Makes blocks of the attributes that JSON and legacy sources wrote for them.</summary>
internal sealed class BodyResolver(IReadOnlyDictionary<string, int> blockLabels, ICollection<HclDiagnostic> diagnostics)
{
    public HclBody Resolve(HclBody body)
    {
        var attributes = new List<HclAttribute>();
        var blocks = new List<HclBlock>(body.Blocks);
        foreach (var attribute in body.Attributes)
        {
            if (attribute.Name == "dynamic" && body.Syntax == HclSyntax.Json)
            {
                Unpack(attribute, attribute.Value, 1, [], blocks, body.Syntax);
            }
            else if (blockLabels.TryGetValue(attribute.Name, out var labels) && (body.Syntax == HclSyntax.Json || IsBlockLike(attribute.Value)))
            {
                Unpack(attribute, attribute.Value, labels, [], blocks, body.Syntax);
            }
            else
            {
                attributes.Add(attribute);
            }
        }

        return new HclBody(attributes, [.. blocks.OrderBy(block => block.TypeRange.Start.Offset)], body.Range, body.Syntax);
    }

    /// <summary>In legacy sources only objects and lists of objects can stand for blocks.</summary>
    private static bool IsBlockLike(HclExpression value) => value.Core is HclObjectLiteral
        || (value.Core is HclTupleLiteral { Items.Count: > 0 } tuple && tuple.Items.All(item => item is HclObjectLiteral));

    private void Unpack(HclAttribute attribute, HclExpression value, int labels, List<(string Label, SourceRange Range)> path, List<HclBlock> blocks, HclSyntax syntax)
    {
        switch (value.Core)
        {
            case HclLiteral { Value.IsNull: true }:
                break;
            case HclTupleLiteral tuple:
                foreach (var item in tuple.Items)
                {
                    Unpack(attribute, Rescope(item, value), labels, path, blocks, syntax);
                }

                break;
            case HclObjectLiteral literal when labels > 0:
                foreach (var item in literal.Items)
                {
                    Unpack(attribute, Rescope(item.Value, value), labels - 1, [.. path, (KeyText(item.Key), item.Key.Range)], blocks, syntax);
                }

                break;
            case HclObjectLiteral literal:
                blocks.Add(Block(attribute, literal, value, path, syntax));
                break;
            default:
                diagnostics.Add(HclDiagnostic.Error(
                    "Incorrect JSON value type",
                    labels > 0
                        ? $"A JSON object is required, whose keys represent the labels of \"{attribute.Name}\" blocks."
                        : $"Either a JSON object or a JSON array is required, representing the contents of one or more \"{attribute.Name}\" blocks.",
                    value.Range));
                break;
        }
    }

    private static HclBlock Block(HclAttribute attribute, HclObjectLiteral literal, HclExpression value, List<(string Label, SourceRange Range)> path, HclSyntax syntax)
    {
        var attributes = literal.Items
            .Where(item => KeyText(item.Key) != "//" || syntax != HclSyntax.Json)
            .Select(item => new HclAttribute(KeyText(item.Key), Rescope(item.Value, value), SourceRange.Between(item.Key.Range, item.Value.Range), item.Key.Range));
        return new HclBlock(attribute.Name, [.. path.Select(step => step.Label)], new HclBody([.. attributes], [], literal.Range, syntax))
        {
            TypeRange = attribute.NameRange,
            DefinitionRange = attribute.NameRange,
            LabelRanges = [.. path.Select(step => step.Range)],
        };
    }

    private static HclExpression Rescope(HclExpression part, HclExpression whole) =>
        whole is HclScopedExpression scoped ? new HclScopedExpression(part, scoped.Scope) : part;

    private static string KeyText(HclExpression key) => key is HclLiteral { Value.Kind: HclValueKind.String } literal ? literal.Value.AsString : "";
}
