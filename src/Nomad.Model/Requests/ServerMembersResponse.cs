namespace Nomad.Model.Requests;

public sealed record ServerMembersResponse
{
    public string ServerName { get; init; } = "";

    public string ServerRegion { get; init; } = "";

    public string ServerDC { get; init; } = "";

    public IReadOnlyList<ServerMember>? Members { get; init; }
}
