namespace Nomad.Model.Access;

public sealed record JobACL
{
    public string Namespace { get; init; } = "";

    public string JobID { get; init; } = "";

    public string Group { get; init; } = "";

    public string Task { get; init; } = "";
}
