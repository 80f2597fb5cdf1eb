namespace Nomad.Model.Services;

public sealed record ConsulLinkedService
{
    public string Name { get; init => field = value ?? ""; } = "";

    public string CAFile { get; init => field = value ?? ""; } = "";

    public string CertFile { get; init => field = value ?? ""; } = "";

    public string KeyFile { get; init => field = value ?? ""; } = "";

    public string SNI { get; init => field = value ?? ""; } = "";
}
