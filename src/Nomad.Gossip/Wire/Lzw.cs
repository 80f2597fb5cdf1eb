namespace Nomad.Gossip.Wire;

/// <summary>Decompresses the LZW variant of the wire: least significant bit first, 8-bit literals, codes of 9 to 12 bits, no early change of width.</summary>
public static class Lzw
{
    /// <summary>A packet that expands to more is an attack.</summary>
    public const int MaxOutputBytes = 40 * 1024 * 1024;

    private const int Clear = 256;
    private const int End = 257;
    private const int MaxWidth = 12;

    /// <exception cref="InvalidDataException">Not LZW, or too large.</exception>
    public static byte[] Decompress(ReadOnlySpan<byte> input)
    {
        var output = new MemoryStream();
        var prefix = new int[1 << MaxWidth];
        var suffix = new byte[1 << MaxWidth];
        var stack = new byte[1 << MaxWidth];
        var (next, width, previous) = (End + 1, 9, -1);
        var (bits, bitCount, at) = (0u, 0, 0);
        byte first = 0;
        while (true)
        {
            while (bitCount < width)
            {
                if (at >= input.Length)
                {
                    throw new InvalidDataException("compressed data ends without an end code");
                }

                bits |= (uint)input[at++] << bitCount;
                bitCount += 8;
            }

            var code = (int)(bits & ((1u << width) - 1));
            (bits, bitCount) = (bits >> width, bitCount - width);
            if (code == End)
            {
                return output.ToArray();
            }

            if (code == Clear)
            {
                (next, width, previous) = (End + 1, 9, -1);
                continue;
            }

            if (code > next || (code == next && previous < 0) || (previous < 0 && code > 255))
            {
                throw new InvalidDataException($"compressed data holds code {code}, which is not defined yet");
            }

            var length = 0;
            var walk = code == next ? previous : code;
            while (walk > 255)
            {
                stack[length++] = suffix[walk];
                walk = prefix[walk];
            }

            first = (byte)walk;
            output.WriteByte(first);
            while (length > 0)
            {
                output.WriteByte(stack[--length]);
            }

            if (code == next)
            {
                output.WriteByte(first);
            }

            if (output.Length > MaxOutputBytes)
            {
                throw new InvalidDataException($"compressed data expands to more than {MaxOutputBytes} bytes");
            }

            if (previous >= 0 && next < 1 << MaxWidth)
            {
                (prefix[next], suffix[next]) = (previous, first);
                next++;
                if (next == 1 << width && width < MaxWidth)
                {
                    width++;
                }
            }

            previous = code;
        }
    }
}
