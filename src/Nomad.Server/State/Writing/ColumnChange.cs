namespace Nomad.Server.State.Writing;

/// <summary>A node that came, changed or went, or an allocation's step from one version to the next.</summary>
internal readonly record struct ColumnChange
{
    public Node? Node { get; init; }

    public string? GoneNode { get; init; }

    public Allocation? Before { get; init; }

    public Allocation? After { get; init; }
}
