using System.Security.Cryptography.X509Certificates;
using Nomad.Cli.Invocation;
using Nomad.Cli.Output;

namespace Nomad.Cli.Certificates;

/// <summary><c>tls ca info</c> and <c>tls cert info</c>: what a certificate file says.</summary>
/// <param name="authority">The first of the two.</param>
public sealed class TlsInfoCommand(bool authority) : Command
{
    public override string Name => authority ? "tls ca info" : "tls cert info";

    public override string Synopsis => authority ? "Show certificate authority information" : "Show certificate information";

    public override string Usage => authority ? "<CA file>" : "<certificate file>";

    public override bool UsesApi => false;

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: the path of a PEM file";

    public override Task<int> RunAsync(CommandCall call)
    {
        using var certificate = CertificateFiles.Read(call.Arguments[0]);
        var table = new ColumnTable()
            .Add("Serial Number", TlsInfoText.Serial(certificate))
            .Add("Issuer CN", certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true))
            .Add("Common Name", certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false))
            .Add("Expiry Date", TlsInfoText.Moment(certificate.NotAfter));
        if (authority)
        {
            table.Add("Permitted DNS Domains", string.Join(", ", CertificateMaker.PermittedDomains(certificate)));
        }
        else
        {
            var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
            table.Add("DNS Names", string.Join(", ", names?.EnumerateDnsNames() ?? []));
            table.Add("IP Addresses", string.Join(", ", names?.EnumerateIPAddresses() ?? []));
        }
        call.Line(table.ToString());
        return Task.FromResult(0);
    }
}
