using System.Security.Cryptography;
using System.Text;

namespace Nomad.Hcl.Functions;

/// <summary>Digests, identifiers, and the few functions of cryptography.</summary>
internal sealed class DigestFunctions(HclFunctionEnvironment environment)
{
    private static readonly Dictionary<string, string> NamedSpaces = new()
    {
        ["dns"] = "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        ["url"] = "6ba7b811-9dad-11d1-80b4-00c04fd430c8",
        ["oid"] = "6ba7b812-9dad-11d1-80b4-00c04fd430c8",
        ["x500"] = "6ba7b814-9dad-11d1-80b4-00c04fd430c8",
    };

    public IReadOnlyList<HclFunction> All =>
    [
        Hash("md5", MD5.HashData),
        Hash("sha1", SHA1.HashData),
        Hash("sha256", SHA256.HashData),
        Hash("sha512", SHA512.HashData),
        new("bcrypt", [Arguments.Text("str")], Hashed) { Rest = Arguments.Number("cost"), ResultType = HclType.String },
        new("rsadecrypt", [Arguments.Text("ciphertext"), Arguments.Text("privatekey")], Decrypt) { ResultType = HclType.String },
        new("uuidv4", [], _ => HclValue.String(RandomUuid())) { ResultType = HclType.String },
        new("uuidv5", [Arguments.Text("namespace"), Arguments.Text("name")], NamedUuid) { ResultType = HclType.String },
    ];

    private static HclFunction Hash(string name, Func<byte[], byte[]> hash) =>
        Arguments.TextToText(name, text => Convert.ToHexStringLower(hash(Encoding.UTF8.GetBytes(text))));

    private HclValue Hashed(IReadOnlyList<HclValue> arguments)
    {
        if (arguments.Count > 2)
        {
            throw new HclFunctionException("bcrypt() takes no more than two arguments");
        }

        var salt = new byte[Bcrypt.SaltLength];
        environment.FillRandom(salt);
        var cost = arguments.Count == 2 ? Arguments.WholeNumber(arguments, 1, Bcrypt.MinCost, Bcrypt.MaxCost) : Bcrypt.DefaultCost;
        return HclValue.String(Bcrypt.Hash(Encoding.UTF8.GetBytes(arguments[0].AsString), salt, cost));
    }

    private static HclValue Decrypt(IReadOnlyList<HclValue> arguments)
    {
        byte[] cipher;
        try
        {
            cipher = Convert.FromBase64String(arguments[0].AsString);
        }
        catch (FormatException)
        {
            throw new HclFunctionException("failed to decode input: cipher text must be base64-encoded", 0);
        }

        using var key = RSA.Create();
        try
        {
            key.ImportFromPem(arguments[1].AsString);
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            throw new HclFunctionException("failed to parse key: not an RSA private key in PEM form", 1);
        }

        try
        {
            return HclValue.String(Encoding.UTF8.GetString(key.Decrypt(cipher, RSAEncryptionPadding.Pkcs1)));
        }
        catch (CryptographicException)
        {
            throw new HclFunctionException("failed to decrypt: the cipher text was not made for this key", 0);
        }
    }

    private string RandomUuid()
    {
        var bytes = new byte[16];
        environment.FillRandom(bytes);
        return Uuid(bytes, version: 4);
    }

    private static HclValue NamedUuid(IReadOnlyList<HclValue> arguments)
    {
        var space = NamedSpaces.GetValueOrDefault(arguments[0].AsString, arguments[0].AsString);
        if (!Guid.TryParseExact(space, "D", out var id))
        {
            throw new HclFunctionException($"\"{arguments[0].AsString}\" is neither a UUID nor one of dns, url, oid, x500", 0);
        }

        byte[] input = [.. id.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(arguments[1].AsString)];
        return HclValue.String(Uuid(SHA1.HashData(input)[..16], version: 5));
    }

    private static string Uuid(byte[] bytes, int version)
    {
        bytes[6] = (byte)((bytes[6] & 0x0f) | (version << 4));
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
