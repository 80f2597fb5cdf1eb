namespace Nomad.Model.Requests;

public sealed record KeyringResponse
{
    public IReadOnlyDictionary<string, string>? Messages { get; init; }

    public IReadOnlyDictionary<string, int>? Keys { get; init; }

    public int NumNodes { get; init; }
}
