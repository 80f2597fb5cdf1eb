namespace Nomad.Scheduling.Feasibility;

/// <summary>Reads what a <c>${...}</c> target of a constraint, affinity or spread means on a node.</summary>
internal static class NodeTargets
{
    private const string AttributePrefix = "${attr.";
    private const string MetaPrefix = "${meta.";

    /// <summary>Text without <c>${</c> stands for itself; null when the node has no such value.</summary>
    public static string? Resolve(string target, Node node)
    {
        if (!target.StartsWith("${", StringComparison.Ordinal))
            return target;
        return target switch
        {
            "${node.unique.id}" => node.ID,
            "${node.unique.name}" => node.Name,
            "${node.datacenter}" => node.Datacenter,
            "${node.class}" => node.NodeClass,
            "${node.pool}" => node.NodePool,
            _ when target.StartsWith(AttributePrefix, StringComparison.Ordinal) => Find(node.Attributes, target, AttributePrefix),
            _ when target.StartsWith(MetaPrefix, StringComparison.Ordinal) => Find(node.Meta, target, MetaPrefix),
            _ => null,
        };
    }

    private static string? Find(IReadOnlyDictionary<string, string>? values, string target, string prefix) =>
        values is not null && target.EndsWith('}') && values.TryGetValue(target[prefix.Length..^1], out var value) ? value : null;
}
