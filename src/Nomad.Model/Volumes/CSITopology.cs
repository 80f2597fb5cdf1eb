namespace Nomad.Model.Volumes;

public sealed record CSITopology
{
    public IReadOnlyDictionary<string, string>? Segments { get; init; }
}
