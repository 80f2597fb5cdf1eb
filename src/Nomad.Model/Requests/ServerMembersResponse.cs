namespace Nomad.Model.Requests;

public sealed record ServerMembersResponse
{
    public string ServerName { get; init => field = value ?? ""; } = "";

    public string ServerRegion { get; init => field = value ?? ""; } = "";

    public string ServerDC { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<ServerMember>? Members { get; init; }
}
