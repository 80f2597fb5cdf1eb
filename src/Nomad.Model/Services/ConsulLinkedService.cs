namespace Nomad.Model.Services;

public sealed record ConsulLinkedService
{
    public string Name { get; init; } = "";

    public string CAFile { get; init; } = "";

    public string CertFile { get; init; } = "";

    public string KeyFile { get; init; } = "";

    public string SNI { get; init; } = "";
}
