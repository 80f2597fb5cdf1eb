namespace Nomad.Model.Services;

public sealed record ConsulHTTPHeaderModifiers
{
    public IReadOnlyDictionary<string, string>? Add { get; init; }

    public IReadOnlyDictionary<string, string>? Set { get; init; }

    public IReadOnlyList<string>? Remove { get; init; }
}
