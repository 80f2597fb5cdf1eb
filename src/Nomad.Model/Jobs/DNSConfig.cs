namespace Nomad.Model.Jobs;

public sealed record DNSConfig
{
    public IReadOnlyList<string>? Servers { get; init; }

    public IReadOnlyList<string>? Searches { get; init; }

    public IReadOnlyList<string>? Options { get; init; }
}
