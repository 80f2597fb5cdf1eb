using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Nomad.Cli.Certificates;

/// <summary>Makes certificates: ECDSA on P-256, signed with SHA-256. Pure but for the keys' and serial numbers' randomness.</summary>
internal static class CertificateMaker
{
    private const int SerialBytes = 16;
    private const string NameConstraints = "2.5.29.30";
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    /// <summary>A certificate that signs others and itself.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="subject">Its name.</param>
    /// <param name="from">Begin of its validity.</param>
    /// <param name="days">Length of its validity.</param>
    /// <param name="permitted">The only domains it may sign for; empty for all.</param>
    public static X509Certificate2 Authority(ECDsa key, X500DistinguishedName subject, DateTimeOffset from, int days, IReadOnlyList<string> permitted)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        const X509KeyUsageFlags uses = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign | X509KeyUsageFlags.DigitalSignature;
        request.CertificateExtensions.Add(new X509KeyUsageExtension(uses, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        if (permitted.Count > 0)
            request.CertificateExtensions.Add(new X509Extension(NameConstraints, Permitted(permitted), critical: true));
        return request.CreateSelfSigned(from, from.AddDays(days));
    }

    /// <summary>A certificate for an agent or a command line. Throws <see cref="ArgumentException"/> when the CA is not valid for that long.</summary>
    /// <param name="authority">Who signs, with its key.</param>
    /// <param name="key">The new certificate's key.</param>
    /// <param name="names">Its DNS names; the first one is its common name.</param>
    /// <param name="addresses">Its IP addresses.</param>
    /// <param name="validity">Begin and end.</param>
    public static X509Certificate2 Leaf(
        X509Certificate2 authority, ECDsa key, IReadOnlyList<string> names, IReadOnlyList<IPAddress> addresses, (DateTimeOffset From, DateTimeOffset To) validity)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(names[0]);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerUse), new Oid(ClientUse)], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
            alternatives.AddDnsName(name);
        foreach (var address in addresses)
            alternatives.AddIpAddress(address);
        request.CertificateExtensions.Add(alternatives.Build());
        var serial = RandomNumberGenerator.GetBytes(SerialBytes);
        serial[0] &= 0x7f;
        return request.Create(authority, validity.From, validity.To, serial);
    }

    /// <summary>The domains of a CA's name constraints, empty when it has none.</summary>
    public static IReadOnlyList<string> PermittedDomains(X509Certificate2 certificate)
    {
        if (certificate.Extensions[NameConstraints] is not { } found)
            return [];
        List<string> domains = [];
        var constraints = new AsnReader(found.RawData, AsnEncodingRules.DER).ReadSequence();
        var permittedTag = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        if (!constraints.HasData || !constraints.PeekTag().HasSameClassAndValue(permittedTag))
            return [];
        for (var trees = constraints.ReadSequence(permittedTag); trees.HasData;)
        {
            var tree = trees.ReadSequence();
            var dns = new Asn1Tag(TagClass.ContextSpecific, 2);
            if (tree.PeekTag().HasSameClassAndValue(dns))
                domains.Add(tree.ReadCharacterString(UniversalTagNumber.IA5String, dns));
        }
        return domains;
    }

    // RFC 5280 §4.2.1.10: NameConstraints { [0] permittedSubtrees { GeneralSubtree { [2] dNSName } … } }
    private static byte[] Permitted(IReadOnlyList<string> domains)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
        {
            foreach (var domain in domains)
            {
                using (writer.PushSequence())
                    writer.WriteCharacterString(UniversalTagNumber.IA5String, domain, new Asn1Tag(TagClass.ContextSpecific, 2));
            }
        }
        return writer.Encode();
    }
}
