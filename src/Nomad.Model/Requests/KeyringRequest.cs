namespace Nomad.Model.Requests;

public sealed record KeyringRequest
{
    public string Key { get; init => field = value ?? ""; } = "";
}
