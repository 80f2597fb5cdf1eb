namespace Nomad.Model.Requests;

public sealed record SearchRequest
{
    public string Prefix { get; init => field = value ?? ""; } = "";

    public string Context { get; init => field = value ?? ""; } = "";
}
