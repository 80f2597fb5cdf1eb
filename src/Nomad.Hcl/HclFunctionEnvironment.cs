using System.Security.Cryptography;

namespace Nomad.Hcl;

/// <summary>What functions may touch outside of their arguments.</summary>
public sealed record HclFunctionEnvironment
{
    /// <summary>No files: for job files that come over the network.</summary>
    public static HclFunctionEnvironment WithoutFiles { get; } = new();

    /// <summary>Relative paths start here. Null disables the file functions.</summary>
    public string? BaseDirectory { get; init; }

    /// <summary>Fills a buffer with random bytes, for <c>uuidv4</c> and <c>bcrypt</c>.</summary>
    public Action<byte[]> FillRandom { get; init; } = bytes => RandomNumberGenerator.Fill(bytes);

    /// <summary>The directory that <c>~</c> stands for.</summary>
    public string HomeDirectory { get; init; } = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    public static HclFunctionEnvironment WithFiles(string baseDirectory) => new() { BaseDirectory = baseDirectory };
}
