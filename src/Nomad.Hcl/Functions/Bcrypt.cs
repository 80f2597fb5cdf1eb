using System.Numerics;
using System.Text;

namespace Nomad.Hcl.Functions;

/// <summary>
/// The bcrypt password hash (Provos and Mazières, "A Future-Adaptable Password Scheme"), form <c>$2a$</c>. The Blowfish
/// tables are the first binary digits of pi, which are computed once.
/// </summary>
internal static class Bcrypt
{
    public const int SaltLength = 16;
    public const int MinCost = 4;

    /// <summary>Each step doubles the time; above, one call would take minutes.</summary>
    public const int MaxCost = 16;
    public const int DefaultCost = 10;

    private const int MaxPassword = 72;
    private const int Rounds = 16;
    private const int KeyWords = Rounds + 2;
    private const int BoxWords = 4 * 256;
    private const string Alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly Lazy<uint[]> PiWords = new(() => ComputePiWords(KeyWords + BoxWords));

    public static string Hash(byte[] password, byte[] salt, int cost)
    {
        if (password.Length > MaxPassword)
        {
            throw new HclFunctionException($"password length exceeds {MaxPassword} bytes", 0);
        }

        byte[] key = [.. password, 0];
        var state = (uint[])PiWords.Value.Clone();
        Expand(state, key, salt);
        for (var round = 0L; round < 1L << cost; round++)
        {
            Expand(state, key, null);
            Expand(state, salt, null);
        }

        var text = Encoding.ASCII.GetBytes("OrpheanBeholderScryDoubt");
        var output = new byte[24];
        for (var block = 0; block < 3; block++)
        {
            var at = block * 8;
            var (left, right) = (Word(text, at), Word(text, at + 4));
            for (var pass = 0; pass < 64; pass++)
            {
                (left, right) = Encrypt(state, left, right);
            }

            Put(output, at, left);
            Put(output, at + 4, right);
        }

        return $"$2a${cost:00}${Encode(salt)}{Encode(output.AsSpan(0, 23))}";
    }

    private static uint Word(ReadOnlySpan<byte> bytes, int at) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);

    private static void Put(Span<byte> bytes, int at, uint word) => System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes[at..], word);

    private static uint Cyclic(byte[] bytes, ref int at)
    {
        var word = 0u;
        for (var count = 0; count < 4; count++)
        {
            word = (word << 8) | bytes[at];
            at = (at + 1) % bytes.Length;
        }

        return word;
    }

    private static void Expand(uint[] state, byte[] key, byte[]? salt)
    {
        var at = 0;
        for (var word = 0; word < KeyWords; word++)
        {
            state[word] ^= Cyclic(key, ref at);
        }

        var (left, right, saltAt) = (0u, 0u, 0);
        for (var word = 0; word < state.Length; word += 2)
        {
            if (salt is not null)
            {
                left ^= Cyclic(salt, ref saltAt);
                right ^= Cyclic(salt, ref saltAt);
            }

            (left, right) = Encrypt(state, left, right);
            state[word] = left;
            state[word + 1] = right;
        }
    }

    private static (uint Left, uint Right) Encrypt(uint[] state, uint left, uint right)
    {
        for (var round = 0; round < Rounds; round += 2)
        {
            left ^= state[round];
            right ^= Mix(state, left);
            right ^= state[round + 1];
            left ^= Mix(state, right);
        }

        return (right ^ state[Rounds + 1], left ^ state[Rounds]);
    }

    private static uint Mix(uint[] state, uint word) => unchecked(
        ((state[KeyWords + (int)(word >> 24)] + state[KeyWords + 256 + (int)((word >> 16) & 255)])
            ^ state[KeyWords + 512 + (int)((word >> 8) & 255)])
        + state[KeyWords + 768 + (int)(word & 255)]);

    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        var result = new StringBuilder();
        var (buffer, bits) = (0, 0);
        foreach (var value in bytes)
        {
            buffer = (buffer << 8) | value;
            bits += 8;
            while (bits >= 6)
            {
                bits -= 6;
                result.Append(Alphabet[(buffer >> bits) & 63]);
            }

            buffer &= (1 << bits) - 1;
        }

        return bits > 0 ? result.Append(Alphabet[(buffer << (6 - bits)) & 63]).ToString() : result.ToString();
    }

    /// <summary>The fraction of pi by Machin's formula: 16 arctan(1/5) - 4 arctan(1/239).</summary>
    private static uint[] ComputePiWords(int count)
    {
        const int guard = 64;
        var one = BigInteger.One << ((count * 32) + guard);
        var pi = (16 * ArcTangent(one, 5)) - (4 * ArcTangent(one, 239));
        var fraction = (pi - (3 * one)) >> guard;
        var bytes = fraction.ToByteArray(isUnsigned: true, isBigEndian: true);
        var padded = new byte[count * 4];
        bytes.CopyTo(padded, padded.Length - bytes.Length);
        return [.. Enumerable.Range(0, count).Select(word => Word(padded, word * 4))];
    }

    private static BigInteger ArcTangent(BigInteger one, int inverse)
    {
        var (power, sum, square) = (one / inverse, BigInteger.Zero, inverse * inverse);
        for (var divisor = 1; !power.IsZero; divisor += 2)
        {
            sum += divisor % 4 == 1 ? power / divisor : -(power / divisor);
            power /= square;
        }

        return sum;
    }
}
