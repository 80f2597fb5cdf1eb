using System.Security.Cryptography;

namespace Nomad.Gossip.Security;

/// <summary>AES-GCM of the wire: version 1, nonce 12, ciphertext, tag 16. Version 0 (padded) is understood, never sent.</summary>
public static class Sealing
{
    public const int OverheadBytes = 1 + NonceBytes + TagBytes;

    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public static byte[] Seal(byte[] key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> associated)
    {
        var result = new byte[OverheadBytes + plain.Length];
        result[0] = 1;
        RandomNumberGenerator.Fill(result.AsSpan(1, NonceBytes));
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(result.AsSpan(1, NonceBytes), plain, result.AsSpan(1 + NonceBytes, plain.Length), result.AsSpan(1 + NonceBytes + plain.Length), associated);
        return result;
    }

    /// <summary>Null when no key fits.</summary>
    public static byte[]? Open(Keyring keyring, ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> associated)
    {
        if (sealedBytes.Length < OverheadBytes || sealedBytes[0] > 1)
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
            }
            catch (AuthenticationTagMismatchException)
            {
                continue;
            }

            if (sealedBytes[0] == 1)
            {
                return plain;
            }

            return plain.Length > 0 && plain[^1] is > 0 and <= 16 && plain[^1] <= plain.Length ? plain[..^plain[^1]] : null;
        }

        return null;
    }
}
