using System.Text.Json;

namespace Nomad.Model.Nodes;

public sealed record NodeProcessorResources
{
    public JsonElement? Topology { get; init; }
}
