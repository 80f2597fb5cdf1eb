namespace Nomad.Api;

/// <summary>Where an agent answers and how to prove who asks.</summary>
public sealed record NomadAddress
{
    public static readonly Uri Usual = new("http://127.0.0.1:4646");

    /// <summary>HTTP, HTTPS, or <c>unix:///path/to/socket</c>.</summary>
    public Uri Url { get; init; } = Usual;

    /// <summary>The secret of an ACL token, "" for none. Sent as <c>X-Nomad-Token</c>.</summary>
    public string Token { get; init; } = "";

    /// <summary>Region for every call, "" for the agent's own.</summary>
    public string Region { get; init; } = "";

    /// <summary>Namespace for every call, "" for <c>default</c>.</summary>
    public string Namespace { get; init; } = "";

    /// <summary><c>user:password</c> for HTTP basic authentication, "" for none.</summary>
    public string BasicAuthentication { get; init; } = "";

    public NomadTls? Tls { get; init; }

    /// <summary>Reads <c>NOMAD_ADDR</c>, <c>NOMAD_TOKEN</c>, <c>NOMAD_REGION</c>, <c>NOMAD_NAMESPACE</c>, <c>NOMAD_HTTP_AUTH</c> and the TLS variables.</summary>
    public static NomadAddress FromEnvironment(IReadOnlyDictionary<string, string> environment)
    {
        string Text(string name) => environment.TryGetValue(name, out var value) ? value : "";
        return new NomadAddress
        {
            Url = Text("NOMAD_ADDR") is { Length: > 0 } url ? ParseUrl(url) : Usual,
            Token = Text("NOMAD_TOKEN"),
            Region = Text("NOMAD_REGION"),
            Namespace = Text("NOMAD_NAMESPACE"),
            BasicAuthentication = Text("NOMAD_HTTP_AUTH"),
            Tls = NomadTls.FromEnvironment(environment),
        };
    }

    /// <summary>Throws <see cref="FormatException"/> naming the text when it is no address.</summary>
    public static Uri ParseUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https" or "unix")
            ? url
            : throw new FormatException($"invalid address '{text}': it must look like http://127.0.0.1:4646, https://host:port or unix:///path");
}
