namespace Nomad.Hcl.Parsing;

/// <summary>Object values of the first language version.</summary>
internal static class LegacyObjects
{
    /// <summary>The object that a body stands for; repeated and labelled blocks become lists of objects.</summary>
    public static HclObjectLiteral FromBody(HclBody body)
    {
        var items = body.Attributes.Select(attribute => new HclObjectItem(Key(attribute.Name, attribute.NameRange), attribute.Value)).ToList();
        foreach (var group in body.Blocks.GroupBy(block => block.Type))
        {
            var first = group.First();
            var values = group.Select(FromBlock).ToList();
            items.Add(new HclObjectItem(Key(first.Type, first.TypeRange), new HclTupleLiteral(values, first.Range) { Depth = 1 + values.Max(value => value.Depth) }));
        }

        return new HclObjectLiteral(items, body.Range) { Depth = 1 + items.Select(item => item.Value.Depth).DefaultIfEmpty(0).Max() };
    }

    private static HclExpression FromBlock(HclBlock block)
    {
        HclExpression value = FromBody(block.Body);
        for (var at = block.Labels.Count - 1; at >= 0; at--)
        {
            value = new HclObjectLiteral([new HclObjectItem(Key(block.Labels[at], block.LabelRanges[at]), value)], block.Range) { Depth = value.Depth + 1 };
        }

        return value;
    }

    private static HclLiteral Key(string name, SourceRange range) => new(HclValue.String(name), range);
}
