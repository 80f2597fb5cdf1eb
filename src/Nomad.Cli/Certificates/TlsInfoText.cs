using System.Globalization;
using System.Numerics;
using System.Security.Cryptography.X509Certificates;

namespace Nomad.Cli.Certificates;

/// <summary>Parts of certificates as people read them.</summary>
internal static class TlsInfoText
{
    /// <summary>As a decimal number, as the original writes it.</summary>
    public static string Serial(X509Certificate2 certificate) =>
        new BigInteger(certificate.SerialNumberBytes.Span, isUnsigned: true, isBigEndian: true).ToString(CultureInfo.InvariantCulture);

    public static string Moment(DateTime moment) => moment.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss +0000 'UTC'", CultureInfo.InvariantCulture);
}
