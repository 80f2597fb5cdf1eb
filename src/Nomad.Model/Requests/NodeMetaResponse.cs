namespace Nomad.Model.Requests;

public sealed record NodeMetaResponse
{
    public IReadOnlyDictionary<string, string>? Meta { get; init; }

    public IReadOnlyDictionary<string, string>? Dynamic { get; init; }

    public IReadOnlyDictionary<string, string>? Static { get; init; }
}
