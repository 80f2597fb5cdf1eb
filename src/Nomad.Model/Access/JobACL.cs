namespace Nomad.Model.Access;

public sealed record JobACL
{
    public string Namespace { get; init => field = value ?? ""; } = "";

    public string JobID { get; init => field = value ?? ""; } = "";

    public string Group { get; init => field = value ?? ""; } = "";

    public string Task { get; init => field = value ?? ""; } = "";
}
