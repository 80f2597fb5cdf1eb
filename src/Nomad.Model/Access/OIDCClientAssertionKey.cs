namespace Nomad.Model.Access;

public sealed record OIDCClientAssertionKey
{
    public string PemKey { get; init; } = "";

    public string PemKeyFile { get; init; } = "";

    public string KeyIDHeader { get; init; } = "";

    public string PemCert { get; init; } = "";

    public string PemCertFile { get; init; } = "";

    public string KeyID { get; init; } = "";
}
