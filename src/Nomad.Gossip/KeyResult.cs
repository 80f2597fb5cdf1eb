namespace Nomad.Gossip;

/// <summary>What the members of the pool answered to a key operation.</summary>
public sealed record KeyResult
{
    /// <summary>Members alive when it was asked.</summary>
    public required int Nodes { get; init; }

    public required int Responses { get; init; }

    public required int Errors { get; init; }

    /// <summary>What members had to say, by name.</summary>
    public required IReadOnlyDictionary<string, string> Messages { get; init; }

    /// <summary>How many members have each key (base64).</summary>
    public required IReadOnlyDictionary<string, int> Keys { get; init; }

    /// <summary>How many members encrypt with each key.</summary>
    public required IReadOnlyDictionary<string, int> PrimaryKeys { get; init; }

    /// <summary>Null when every member did as asked.</summary>
    public string? Problem => Errors > 0 ? $"{Errors}/{Nodes} nodes reported failure" : Responses < Nodes ? $"{Responses}/{Nodes} nodes reported success" : null;
}
