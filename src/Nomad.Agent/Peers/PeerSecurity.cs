using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Nomad.Configuration.Settings;
using Nomad.Rpc.Wire;

namespace Nomad.Agent.Peers;

/// <summary>
/// Mutual TLS between agents (block <c>tls</c>): both sides show a certificate of the cluster's authority, and with
/// <c>verify_server_hostname</c> a server must be named <c>server.REGION.nomad</c> in its own, whoever dialled. Any thread.
/// </summary>
internal sealed class PeerSecurity
{
    private const string NameEnd = ".nomad";

    private readonly string region;
    private volatile Material material;

    private PeerSecurity(string region, Material material) => (this.region, this.material) = (region, material);

    /// <summary>Reads the files of the block.</summary>
    /// <exception cref="InvalidDataException">One is missing or not what it should be; the message names it.</exception>
    public static PeerSecurity Load(TlsSettings settings, string region) => new(region, Material.Read(settings));

    /// <summary>Reads the files again, which may be others now; connections that are open keep the old ones.</summary>
    /// <exception cref="InvalidDataException">One is missing or not what it should be: the old ones stay.</exception>
    public void Reload(TlsSettings settings) => material = Material.Read(settings);

    /// <summary>The certificate shown to others, also by the HTTP port.</summary>
    public X509Certificate2 Certificate => material.Own;

    public async Task<Stream> AsServerAsync(Stream stream, CancellationToken cancel)
    {
        var now = material;
        var secured = new SslStream(stream);
        await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificate = now.Own,
            ClientCertificateRequired = true,
            EnabledSslProtocols = Protocols,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => IsOurs(certificate, now),
        }, cancel);
        return secured;
    }

    /// <param name="stream">The connection.</param>
    /// <param name="anyRegion">The other side may be a server of another region; else only one of this region.</param>
    /// <exception cref="IOException">The other side is no such server.</exception>
    public async Task<Stream> AsClientAsync(Stream stream, bool anyRegion, CancellationToken cancel)
    {
        var now = material;
        var secured = new SslStream(stream);
        try
        {
            await secured.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = ServerOf(region),
                ClientCertificates = [now.Own],
                EnabledSslProtocols = Protocols,
                RemoteCertificateValidationCallback = (_, certificate, _, _) => IsOurs(certificate, now) && IsServer(certificate, anyRegion ? null : region),
            }, cancel);
            return secured;
        }
        catch (AuthenticationException problem)
        {
            throw new IOException($"the other agent's certificate was refused: {problem.Message}", problem);
        }
    }

    /// <summary>Whether a certificate comes from the cluster's authority and is valid now.</summary>
    public bool IsOurs(X509Certificate? certificate) => IsOurs(certificate, material);

    /// <summary>Whether who opened the connection may speak as a server of this region: Raft is between those only.</summary>
    public bool IsServer(Stream secured) => IsServer((secured as SslStream)?.RemoteCertificate, region);

    /// <summary>
    /// Whether somebody's certificate agrees with what it says of itself. A server's must name it with its region; a client's may have any name but
    /// one of other regions only.
    /// </summary>
    public bool Vouches(Stream secured, RpcHello peer)
    {
        var certificate = (secured as SslStream)?.RemoteCertificate;
        if (peer.Role == PeerRoles.Server)
            return IsServer(certificate, peer.Region);
        var regions = Names(certificate).Select(RegionOf).OfType<string>().ToList();
        return !material.Settings.VerifyServerHostname || regions.Count == 0 || regions.Contains(region, StringComparer.OrdinalIgnoreCase);
    }

    private bool IsServer(X509Certificate? certificate, string? of) => !material.Settings.VerifyServerHostname
        || certificate is not null && (of is null
            ? Names(certificate).Any(name => RegionOf(name) is { } any && name.Equals(ServerOf(any), StringComparison.OrdinalIgnoreCase))
            : new X509Certificate2(certificate).MatchesHostname(ServerOf(of), allowCommonName: false));

    private static string ServerOf(string region) => $"server.{region}{NameEnd}";

    // ROLE.REGION.nomad, as `nomad tls cert create` names them.
    private static string? RegionOf(string name) =>
        name.Split('.', 2) is [PeerRoles.Server or PeerRoles.Client, var rest] && rest.EndsWith(NameEnd, StringComparison.OrdinalIgnoreCase) ? rest[..^NameEnd.Length] : null;

    private static IEnumerable<string> Names(X509Certificate? certificate) => certificate is null ? []
        : new X509Certificate2(certificate).Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(names => names.EnumerateDnsNames());

    /// <summary>The versions of TLS that are spoken, by this and by the HTTP port.</summary>
    public SslProtocols Protocols => material.Settings.TLSMinVersion == "tls13" ? SslProtocols.Tls13 : SslProtocols.Tls12 | SslProtocols.Tls13;

    private static bool IsOurs(X509Certificate? certificate, Material now)
    {
        if (certificate is null)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(now.Authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(new X509Certificate2(certificate));
    }

    private sealed record Material(TlsSettings Settings, X509Certificate2 Own, X509Certificate2Collection Authority)
    {
        public static Material Read(TlsSettings settings)
        {
            var authority = new X509Certificate2Collection();
            Try("ca_file", settings.CAFile, () => authority.ImportFromPemFile(settings.CAFile));
            if (authority.Count == 0)
                throw new InvalidDataException($"tls.ca_file \"{settings.CAFile}\" holds no certificate");
            X509Certificate2? own = null;
            Try("cert_file and key_file", $"{settings.CertFile}\" and \"{settings.KeyFile}", () => own = X509Certificate2.CreateFromPemFile(settings.CertFile, settings.KeyFile));
            return new Material(settings, own!, authority);
        }

        private static void Try(string key, string path, Action read)
        {
            try
            {
                read();
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException or ArgumentException)
            {
                throw new InvalidDataException($"tls.{key} \"{path}\" cannot be used: {problem.Message}", problem);
            }
        }
    }
}
