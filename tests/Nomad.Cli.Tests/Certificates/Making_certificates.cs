using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Nomad.Cli.Certificates;

namespace Nomad.Cli.Tests.Certificates;

public sealed class Making_certificates
{
    private static readonly X500DistinguishedName Name = new("CN=Nomad Agent CA");

    [Fact]
    public void A_certificate_is_trusted_by_its_authority_for_its_names()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = CertificateMaker.Authority(key, Name, Typed.Now, 10, []);
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var leaf = CertificateMaker.Leaf(authority, own, ["server.global.nomad", "localhost"], [IPAddress.Loopback], (Typed.Now, Typed.Now.AddDays(5)));
        using var chain = new X509Chain
        {
            ChainPolicy =
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { authority }, RevocationMode = X509RevocationMode.NoCheck,
                VerificationTime = Typed.Now.AddDays(1).UtcDateTime, DisableCertificateDownloads = true,
            },
        };
        Assert.True(chain.Build(leaf));
        Assert.True(leaf.MatchesHostname("server.global.nomad"));
        Assert.True(leaf.MatchesHostname("127.0.0.1"));
        Assert.False(leaf.MatchesHostname("client.global.nomad"));
    }

    [Fact]
    public void Name_constraints_are_kept_and_read_back()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = CertificateMaker.Authority(key, Name, Typed.Now, 10, ["nomad", "localhost"]);
        Assert.Equal(["nomad", "localhost"], CertificateMaker.PermittedDomains(authority));
        using var open = CertificateMaker.Authority(key, Name, Typed.Now, 10, []);
        Assert.Empty(CertificateMaker.PermittedDomains(open));
    }

    [Fact]
    public async Task A_file_is_described_in_two_columns()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = CertificateMaker.Authority(key, Name, Typed.Now, 10, ["nomad"]);
        using var leaf = CertificateMaker.Leaf(authority, key, ["cli.global.nomad", "localhost"], [IPAddress.Loopback], (Typed.Now, Typed.Now.AddDays(5)));
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, authority.ExportCertificatePem());
            var about = (await Typed.Async(["tls", "ca", "info", path])).Out;
            Assert.Contains($"Serial Number          {TlsInfoText.Serial(authority)}\n", about);
            Assert.Contains("Expiry Date            2026-12-02 23:37:10 +0000 UTC\nPermitted DNS Domains  nomad\n", about);
            File.WriteAllText(path, leaf.ExportCertificatePem());
            Assert.Contains("""
                Issuer CN      Nomad Agent CA
                Common Name    cli.global.nomad
                Expiry Date    2026-11-27 23:37:10 +0000 UTC
                DNS Names      cli.global.nomad, localhost
                IP Addresses   127.0.0.1

                """, (await Typed.Async(["tls", "cert", "info", path])).Out);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("tls cert create")]
    [InlineData("tls cert create -server -client")]
    [InlineData("tls cert create -server -additional-ipaddress nowhere")]
    [InlineData("tls cert create -server -ca missing.pem")]
    [InlineData("tls ca create -common-name mine")]
    [InlineData("tls ca create -additional-domain example.org")]
    [InlineData("tls ca create -days 0")]
    [InlineData("tls ca info missing.pem")]
    public async Task What_is_missing_is_said(string line)
    {
        var typed = await Typed.Async(line);
        Assert.Equal((1, true, ""), (typed.ExitCode, typed.Error.Length > 0, typed.Out));
    }
}
