using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Nomad.Testing;

/// <summary>An authority made for one test, and what it signs.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 own;
    private readonly string name = Guid.NewGuid().ToString("N");

    public TestAuthority()
    {
        var request = new CertificateRequest($"CN=authority {name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        own = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    /// <summary>Writes a certificate for a name into the folder and gives the block <c>tls</c> that uses it.</summary>
    public string Block(string folder, string subject)
    {
        var (authority, certificate, privateKey) = Files(folder, subject);
        return $$"""
            tls {
              rpc                    = true
              verify_server_hostname = true
              ca_file                = "{{authority}}"
              cert_file              = "{{certificate}}"
              key_file               = "{{privateKey}}"
            }
            """;
    }

    /// <summary>Writes a certificate for a name into the folder: paths of the authority's certificate, its own, and its key.</summary>
    public (string Authority, string Certificate, string Key) Files(string folder, string subject)
    {
        var (signed, subjectKey) = Sign(subject);
        using var signedOwned = signed;
        using var keyOwned = subjectKey;
        var path = Path.Combine(folder, $"{subject}-{name}");
        File.WriteAllText(path + ".ca.pem", own.ExportCertificatePem());
        File.WriteAllText(path + ".pem", signed.ExportCertificatePem());
        File.WriteAllText(path + ".key.pem", subjectKey.ExportECPrivateKeyPem());
        return (path + ".ca.pem", path + ".pem", path + ".key.pem");
    }

    /// <summary>A certificate with its key, for a connection of the test's own.</summary>
    public X509Certificate2 Certificate(string subject)
    {
        var (signed, subjectKey) = Sign(subject);
        using (signed)
        using (subjectKey)
        using (var both = signed.CopyWithPrivateKey(subjectKey))
            return X509CertificateLoader.LoadPkcs12(both.Export(X509ContentType.Pkcs12), null);
    }

    private (X509Certificate2 Signed, ECDsa Key) Sign(string subject)
    {
        var subjectKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={subject}", subjectKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(subject);
        request.CertificateExtensions.Add(names.Build());
        return (request.Create(own, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(12), RandomNumberGenerator.GetBytes(8)), subjectKey);
    }

    public void Dispose()
    {
        own.Dispose();
        key.Dispose();
    }
}
