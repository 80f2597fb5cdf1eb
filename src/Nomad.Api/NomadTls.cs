using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Nomad.Api;

/// <summary>Certificates for talking to an agent over HTTPS. Paths are PEM files, or a folder of them for <see cref="CaPath"/>.</summary>
public sealed record NomadTls
{
    public string CaFile { get; init; } = "";

    public string CaPath { get; init; } = "";

    public string ClientCertificate { get; init; } = "";

    public string ClientKey { get; init; } = "";

    /// <summary>The name to expect in the agent's certificate, "" for the host of the address.</summary>
    public string ServerName { get; init; } = "";

    public bool SkipVerify { get; init; }

    public static NomadTls? FromEnvironment(IReadOnlyDictionary<string, string> environment)
    {
        string Text(string name) => environment.TryGetValue(name, out var value) ? value : "";
        var tls = new NomadTls
        {
            CaFile = Text("NOMAD_CACERT"), CaPath = Text("NOMAD_CAPATH"), ClientCertificate = Text("NOMAD_CLIENT_CERT"),
            ClientKey = Text("NOMAD_CLIENT_KEY"), ServerName = Text("NOMAD_TLS_SERVER_NAME"),
            SkipVerify = Text("NOMAD_SKIP_VERIFY") is "1" or "t" or "T" or "true" or "TRUE" or "True",
        };
        return tls == new NomadTls() ? null : tls;
    }

    /// <summary>Throws <see cref="IOException"/> or a cryptographic exception when a file cannot be read.</summary>
    internal SslClientAuthenticationOptions Options(string host)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = ServerName.Length > 0 ? ServerName : host };
        if (SkipVerify)
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        else if (CaFile.Length > 0 || CaPath.Length > 0)
            options.CertificateChainPolicy = Trusting(CaFile.Length > 0 ? [CaFile] : Directory.GetFiles(CaPath));
        if (ClientCertificate.Length > 0)
            options.ClientCertificates = [X509Certificate2.CreateFromPemFile(ClientCertificate, ClientKey)];
        return options;
    }

    private static X509ChainPolicy Trusting(string[] files)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        foreach (var file in files)
            policy.CustomTrustStore.ImportFromPemFile(file);
        return policy;
    }
}
