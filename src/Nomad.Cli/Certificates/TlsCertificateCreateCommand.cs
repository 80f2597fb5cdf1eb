using System.Net;
using System.Security.Cryptography;
using Nomad.Cli.Invocation;

namespace Nomad.Cli.Certificates;

/// <summary><c>tls cert create</c>: a certificate for a server, a client or a command line, in the current folder.</summary>
public sealed class TlsCertificateCreateCommand : Command
{
    private const string DomainMark = "#DOMAIN#";

    private static readonly string[] Roles = ["server", "client", "cli"];

    public override string Name => "tls cert create";

    public override string Synopsis => "Create a new TLS certificate";

    public override string Description =>
        "Creates a certificate and its key, signed by the authority of \"nomad tls ca create\", in the current folder: REGION-ROLE-DOMAIN.pem and " +
        "REGION-ROLE-DOMAIN-key.pem. It is good for ROLE.REGION.DOMAIN, localhost and 127.0.0.1. Files that exist are not overwritten.";

    public override bool UsesApi => false;

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.List("additional-dnsname", "name", "A further DNS name. May be given several times."),
        Flag.List("additional-ipaddress", "ip", "A further IP address. May be given several times."),
        Flag.Text("ca", "path", "The authority. Default: #DOMAIN#-agent-ca.pem"),
        Flag.Boolean("cli", "A certificate for the command line."),
        Flag.Boolean("client", "A certificate for a client agent."),
        Flag.Number("days", "n", "Days the certificate is valid. Default: 365"),
        Flag.Text("domain", "name", "The domain of the cluster. Default: nomad"),
        Flag.Text("key", "path", "The key of the authority. Default: #DOMAIN#-agent-ca-key.pem"),
        Flag.Text("region", "name", "The region of the agent. Default: global"),
        Flag.Boolean("server", "A certificate for a server agent."),
    ];

    public override Task<int> RunAsync(CommandCall call)
    {
        if (Roles.Where(call.Flags.Boolean).ToList() is not [var role])
            throw CommandFailure.Usage("Exactly one of -server, -client and -cli is required");
        var days = call.Flags.Number("days", 365);
        if (days is < 1 or > 36500)
            throw CommandFailure.Usage("-days must be between 1 and 36500");
        var (domain, region) = (call.Flags.Text("domain", "nomad"), call.Flags.Text("region", "global"));
        if (domain.Length == 0 || region.Length == 0 || (domain + region).Contains('/', StringComparison.Ordinal))
            throw CommandFailure.Usage("-domain and -region must be names");
        List<IPAddress> addresses = [IPAddress.Loopback];
        foreach (var text in call.Flags.List("additional-ipaddress"))
            addresses.Add(IPAddress.TryParse(text, out var address) ? address : throw CommandFailure.Usage($"\"{text}\" is not an IP address"));
        var (path, keyPath) = ($"{region}-{role}-{domain}.pem", $"{region}-{role}-{domain}-key.pem");
        CertificateFiles.RequireFree(path, keyPath);
        using var authority = CertificateFiles.ReadWithKey(FileOf("ca", "-agent-ca.pem"), FileOf("key", "-agent-ca-key.pem"));
        var now = call.Time.GetUtcNow();
        if (now.AddDays(days) > authority.NotAfter.ToUniversalTime())
            throw new CommandFailure($"The authority is valid until {TlsInfoText.Moment(authority.NotAfter)} only; choose fewer -days than {days}");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = CertificateMaker.Leaf(authority, key, [$"{role}.{region}.{domain}", "localhost", .. call.Flags.List("additional-dnsname")],
            addresses, (now < authority.NotBefore.ToUniversalTime() ? authority.NotBefore.ToUniversalTime() : now, now.AddDays(days)));
        CertificateFiles.WriteKey(keyPath, key);
        CertificateFiles.WriteCertificate(path, certificate);
        var title = role == "cli" ? "Cli" : char.ToUpperInvariant(role[0]) + role[1..];
        call.Line($"==> {title} Certificate saved to {path}");
        call.Line($"==> {title} Certificate key saved to {keyPath}");
        return Task.FromResult(0);

        string FileOf(string flag, string usual) => call.Flags.Text(flag, DomainMark + usual).Replace(DomainMark, domain, StringComparison.Ordinal);
    }
}
