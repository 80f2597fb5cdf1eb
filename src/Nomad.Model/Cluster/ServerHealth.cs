namespace Nomad.Model.Cluster;

/// <remarks>
/// LastContact string ("never" possible). SerfStatus alive|left|failed|leaving|none.
/// </remarks>
public sealed record ServerHealth
{
    public string ID { get; init; } = "";

    public string Name { get; init; } = "";

    public string Address { get; init; } = "";

    public string SerfStatus { get; init; } = "";

    public string Version { get; init; } = "";

    public bool Leader { get; init; }

    public Duration LastContact { get; init; }

    public ulong LastTerm { get; init; }

    public ulong LastIndex { get; init; }

    public bool Healthy { get; init; }

    public bool Voter { get; init; }

    public DateTimeOffset StableSince { get; init; }
}
