namespace Nomad.Model.Requests;

/// <remarks>
/// TTL string or int.
/// </remarks>
public sealed record ACLCreateClientIntroductionTokenRequest
{
    public Duration TTL { get; init; }

    public string NodeName { get; init; } = "";

    public string NodePool { get; init; } = "";
}
