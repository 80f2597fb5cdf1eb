namespace Nomad.Model.Access;

/// <remarks>
/// KeySource nomad|private_key|client_secret.
/// </remarks>
public sealed record OIDCClientAssertion
{
    public string KeySource { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string>? Audience { get; init; }

    public OIDCClientAssertionKey? PrivateKey { get; init; }

    public IReadOnlyDictionary<string, string>? ExtraHeaders { get; init; }

    public string KeyAlgorithm { get; init => field = value ?? ""; } = "";

    public string ClientSecret { get; init => field = value ?? ""; } = "";
}
