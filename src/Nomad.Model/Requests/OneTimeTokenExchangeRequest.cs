namespace Nomad.Model.Requests;

public sealed record OneTimeTokenExchangeRequest
{
    public string OneTimeSecretID { get; init => field = value ?? ""; } = "";
}
