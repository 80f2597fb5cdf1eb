namespace Nomad.Model.Access;

public sealed record OIDCClientAssertionKey
{
    public string PemKey { get; init => field = value ?? ""; } = "";

    public string PemKeyFile { get; init => field = value ?? ""; } = "";

    public string KeyIDHeader { get; init => field = value ?? ""; } = "";

    public string PemCert { get; init => field = value ?? ""; } = "";

    public string PemCertFile { get; init => field = value ?? ""; } = "";

    public string KeyID { get; init => field = value ?? ""; } = "";
}
