namespace Nomad.Model.Requests;

public sealed record JobValidateResponse
{
    public bool DriverConfigValidated { get; init; }

    public IReadOnlyList<string>? ValidationErrors { get; init; }

    public string Error { get; init => field = value ?? ""; } = "";

    public string Warnings { get; init => field = value ?? ""; } = "";
}
