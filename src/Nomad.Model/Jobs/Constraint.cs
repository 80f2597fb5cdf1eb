namespace Nomad.Model.Jobs;

/// <remarks>
/// Operands: =/==/is, !=/not, &lt;,&lt;=,&gt;,&gt;= (numeric if both ints/floats else lexical), regexp, version, semver,
/// set_contains, set_contains_all, set_contains_any, is_set, is_not_set, distinct_hosts, distinct_property. Interpolation:
/// ${node.unique.id}, ${node.datacenter}, ${node.unique.name}, ${node.class}, ${node.pool}, ${node.region}, ${attr.X}, ${meta.X};
/// devices: ${device.model|vendor|type|ids|attr.X}.
/// </remarks>
public sealed record Constraint
{
    public string LTarget { get; init => field = value ?? ""; } = "";

    public string RTarget { get; init => field = value ?? ""; } = "";

    public string Operand { get; init => field = value ?? ""; } = "";
}
