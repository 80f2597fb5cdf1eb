using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Nomad.Cli.Invocation;

namespace Nomad.Cli.Certificates;

/// <summary><c>tls ca create</c>: a certificate authority for a cluster, in the current folder.</summary>
public sealed class TlsAuthorityCreateCommand : Command
{
    private const string UsualName = "Nomad Agent CA";

    // Whoever changes one of these says who the authority is, and then must say all of it.
    private static readonly string[] Required = ["common-name", "country", "organization", "organizational-unit"];
    private static readonly string[] Optional = ["postal-code", "province", "locality", "street-address"];

    public override string Name => "tls ca create";

    public override string Synopsis => "Create a certificate authority for Nomad";

    public override string Description =>
        "Creates a certificate authority (DOMAIN-agent-ca.pem) and its key (DOMAIN-agent-ca-key.pem) in the current folder, for use with \"nomad tls cert create\". " +
        "Files that exist are not overwritten. Keep the key where nobody else can read it.";

    public override bool UsesApi => false;

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.List("additional-domain", "name", "A further domain that certificates may be signed for, with -name-constraint. May be given several times."),
        Flag.Text("common-name", "name", $"Common name of the authority. Default: {UsualName}"),
        Flag.Text("country", "code", "Country of the authority, two letters."),
        Flag.Number("days", "n", "Days the authority is valid. Default: 1825"),
        Flag.Text("domain", "name", "The domain of the cluster. Default: nomad"),
        Flag.Text("locality", "name", "City of the authority."),
        Flag.Boolean("name-constraint", "The authority may sign only for the domain, the additional domains and localhost."),
        Flag.Text("organization", "name", "Organization of the authority."),
        Flag.Text("organizational-unit", "name", "Part of the organization."),
        Flag.Text("postal-code", "code", "Postal code of the authority."),
        Flag.Text("province", "name", "Province or state of the authority."),
        Flag.Text("street-address", "text", "Street of the authority."),
    ];

    public override Task<int> RunAsync(CommandCall call)
    {
        var days = call.Flags.Number("days", 1825);
        if (days is < 1 or > 36500)
            throw CommandFailure.Usage("-days must be between 1 and 36500");
        var domain = call.Flags.Text("domain", "nomad");
        if (domain.Length == 0 || domain.Contains('/', StringComparison.Ordinal))
            throw CommandFailure.Usage("-domain must be a domain");
        var constrained = call.Flags.Boolean("name-constraint");
        if (call.Flags.List("additional-domain").Count > 0 && !constrained)
            throw CommandFailure.Usage("-additional-domain has a meaning only together with -name-constraint");
        var subject = SubjectOf(call.Flags);
        var (path, keyPath) = ($"{domain}-agent-ca.pem", $"{domain}-agent-ca-key.pem");
        CertificateFiles.RequireFree(path, keyPath);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = CertificateMaker.Authority(key, subject, call.Time.GetUtcNow(), (int)days,
            constrained ? [domain, "localhost", .. call.Flags.List("additional-domain")] : []);
        CertificateFiles.WriteKey(keyPath, key);
        CertificateFiles.WriteCertificate(path, authority);
        call.Line($"==> CA certificate saved to: {path}");
        call.Line($"==> CA certificate key saved to: {keyPath}");
        return Task.FromResult(0);
    }

    private static X500DistinguishedName SubjectOf(FlagValues flags)
    {
        var given = Required.Concat(Optional).Where(name => flags.Text(name).Length > 0).ToHashSet(StringComparer.Ordinal);
        var builder = new X500DistinguishedNameBuilder();
        if (given.Count == 0)
        {
            builder.AddOrganizationalUnitName("Nomad");
            builder.AddCommonName(UsualName);
            return builder.Build();
        }
        var missing = Required.Where(name => !given.Contains(name)).ToList();
        if (missing.Count > 0)
            throw CommandFailure.Usage($"An authority of your own also needs -{string.Join(", -", missing)}");
        if (flags.Text("country") is not [>= 'A' and <= 'Z' or >= 'a' and <= 'z', >= 'A' and <= 'Z' or >= 'a' and <= 'z'])
            throw CommandFailure.Usage("-country must be the two letters of a country");
        builder.AddCountryOrRegion(flags.Text("country"));
        Add("2.5.4.17", "postal-code");
        if (given.Contains("province"))
            builder.AddStateOrProvinceName(flags.Text("province"));
        if (given.Contains("locality"))
            builder.AddLocalityName(flags.Text("locality"));
        Add("2.5.4.9", "street-address");
        builder.AddOrganizationName(flags.Text("organization"));
        builder.AddOrganizationalUnitName(flags.Text("organizational-unit"));
        builder.AddCommonName(flags.Text("common-name"));
        return builder.Build();

        void Add(string oid, string flag)
        {
            if (given.Contains(flag))
                builder.Add(oid, flags.Text(flag));
        }
    }
}
