using Nomad.Api;

namespace Nomad.Cli.Invocation;

/// <summary>Makes the API client a command talks through. A flag wins over its environment variable.</summary>
internal static class ClientFromFlags
{
    public static NomadClient Create(FlagValues flags, IReadOnlyDictionary<string, string> environment)
    {
        try
        {
            return new NomadClient(AddressOf(flags, environment));
        }
        catch (Exception problem) when (problem is FormatException or IOException or System.Security.Cryptography.CryptographicException)
        {
            throw new CommandFailure($"Error initializing client: {problem.Message}");
        }
    }

    private static NomadAddress AddressOf(FlagValues flags, IReadOnlyDictionary<string, string> environment)
    {
        var address = NomadAddress.FromEnvironment(environment);
        var tls = address.Tls ?? new NomadTls();
        var flagged = tls with
        {
            CaFile = flags.Text("ca-cert", tls.CaFile),
            CaPath = flags.Text("ca-path", tls.CaPath),
            ClientCertificate = flags.Text("client-cert", tls.ClientCertificate),
            ClientKey = flags.Text("client-key", tls.ClientKey),
            ServerName = flags.Text("tls-server-name", tls.ServerName),
            SkipVerify = tls.SkipVerify || flags.Boolean("tls-skip-verify") || flags.Boolean("insecure"),
        };
        return address with
        {
            Url = flags.Has("address") ? NomadAddress.ParseUrl(flags.Text("address")) : address.Url,
            Token = flags.Text("token", address.Token),
            Region = flags.Text("region", address.Region),
            Namespace = flags.Text("namespace", address.Namespace),
            Tls = flagged,
        };
    }
}
