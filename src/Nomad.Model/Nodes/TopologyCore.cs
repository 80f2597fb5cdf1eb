namespace Nomad.Model.Nodes;

/// <summary>One logical core. Speeds are MHz; <see cref="Grade"/> is true for a performance core.</summary>
public sealed record TopologyCore
{
    public int SocketID { get; init; }

    public int NodeID { get; init; }

    public int ID { get; init; }

    public bool Grade { get; init; }

    public bool Disable { get; init; }

    public ulong BaseSpeed { get; init; }

    public ulong MaxSpeed { get; init; }

    public ulong GuessSpeed { get; init; }
}
