namespace Nomad.Model.Jobs;

public sealed record CNIConfig
{
    public IReadOnlyDictionary<string, string>? Args { get; init; }
}
