using System.Security.Cryptography;

namespace Nomad.Gossip.Security;

/// <summary>
/// AES-GCM of the wire: version 1, nonce 12, ciphertext, tag 16. Version 0, whose content is padded, is refused: the version is not part of what
/// the tag protects, so that anybody could have the end of a message taken for padding (docs/decisions/0008).
/// </summary>
public static class Sealing
{
    public const int OverheadBytes = 1 + NonceBytes + TagBytes;

    private const byte Version = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public static byte[] Seal(byte[] key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> associated)
    {
        var result = new byte[OverheadBytes + plain.Length];
        result[0] = Version;
        DrawNonce(result.AsSpan(1, NonceBytes));
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(result.AsSpan(1, NonceBytes), plain, result.AsSpan(1 + NonceBytes, plain.Length), result.AsSpan(1 + NonceBytes + plain.Length), associated);
        return result;
    }

    /// <summary>The nonce of something sealed, as text; each may be used once under one key.</summary>
    public static string NonceOf(ReadOnlySpan<byte> sealedBytes) => Convert.ToHexString(sealedBytes.Slice(1, NonceBytes));

    /// <summary>Null when no key fits.</summary>
    public static byte[]? Open(Keyring keyring, ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> associated)
    {
        if (sealedBytes.Length < OverheadBytes || sealedBytes[0] != Version)
        {
            return null;
        }

        var plain = new byte[sealedBytes.Length - OverheadBytes];
        foreach (var key in keyring.Keys)
        {
            using var aes = new AesGcm(key, TagBytes);
            try
            {
                aes.Decrypt(sealedBytes.Slice(1, NonceBytes), sealedBytes[(1 + NonceBytes)..^TagBytes], sealedBytes[^TagBytes..], plain, associated);
                return plain;
            }
            catch (AuthenticationTagMismatchException)
            {
                // Sealed with another one of the keys, or by a stranger.
            }
        }

        return null;
    }

    // Random: 2^32 packets under one key are safe, and keys rotate (NIST SP 800-38D, section 8.3).
    private static void DrawNonce(Span<byte> nonce) => RandomNumberGenerator.Fill(nonce);
}
