using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Nomad.Cli.Invocation;

namespace Nomad.Cli.Certificates;

/// <summary>Certificates and keys as PEM files. Files are never overwritten; keys are for their owner only.</summary>
internal static class CertificateFiles
{
    private const UnixFileMode ForOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode ForAll = ForOwner | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Refuses when one of the files is there already.</summary>
    public static void RequireFree(params ReadOnlySpan<string> paths)
    {
        foreach (var path in paths)
        {
            if (Path.Exists(path))
                throw new CommandFailure($"{(path.EndsWith("-key.pem", StringComparison.Ordinal) ? "Key" : "Certificate")} file \"{path}\" already exists and is not overwritten");
        }
    }

    public static void WriteCertificate(string path, X509Certificate2 certificate) => Write(path, certificate.ExportCertificatePem() + "\n", ForAll);

    public static void WriteKey(string path, ECDsa key) => Write(path, key.ExportECPrivateKeyPem() + "\n", ForOwner);

    /// <summary>A certificate alone. Throws <see cref="CommandFailure"/> naming the file.</summary>
    public static X509Certificate2 Read(string path)
    {
        try
        {
            return X509Certificate2.CreateFromPem(File.ReadAllText(path));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new CommandFailure($"Error reading certificate file \"{path}\": {problem.Message}");
        }
    }

    /// <summary>A certificate that can sign. Throws <see cref="CommandFailure"/> naming the files.</summary>
    public static X509Certificate2 ReadWithKey(string path, string keyPath)
    {
        try
        {
            return X509Certificate2.CreateFromPem(File.ReadAllText(path), File.ReadAllText(keyPath));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new CommandFailure($"Error reading the CA \"{path}\" and its key \"{keyPath}\": {problem.Message}");
        }
    }

    private static void Write(string path, string text, UnixFileMode mode)
    {
        try
        {
            using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode });
            file.Write(System.Text.Encoding.ASCII.GetBytes(text));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"Error writing \"{path}\": {problem.Message}");
        }
    }
}
