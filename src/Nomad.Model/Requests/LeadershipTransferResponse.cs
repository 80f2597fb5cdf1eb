namespace Nomad.Model.Requests;

/// <remarks>
/// RaftIDAddress = {ID, Address}.
/// </remarks>
public sealed record LeadershipTransferResponse
{
    public RaftIDAddress? From { get; init; }

    public RaftIDAddress? To { get; init; }

    public bool Noop { get; init; }

    public string Err { get; init => field = value ?? ""; } = "";
}
