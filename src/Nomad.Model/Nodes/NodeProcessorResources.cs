namespace Nomad.Model.Nodes;

public sealed record NodeProcessorResources
{
    public Topology? Topology { get; init; }
}
