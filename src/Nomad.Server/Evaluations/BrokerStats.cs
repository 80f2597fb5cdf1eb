namespace Nomad.Server.Evaluations;

/// <summary>How many evaluations the leader holds, by where they are.</summary>
public sealed record BrokerStats(int Ready, int Unacked, int Pending, int Waiting, int Failed, int Cancelable)
{
    public IReadOnlyDictionary<string, int> ReadyByType { get; init; } = new Dictionary<string, int>();
}
