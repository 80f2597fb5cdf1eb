using Nomad.Model.Variables;

namespace Nomad.Model.Events;

public sealed record VariableEvent
{
    public VariableMetadata? Metadata { get; init; }

    public bool Deleted { get; init; }
}
