using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Nomad.Generators;
using Nomad.Model.Json;

namespace Nomad.Server.Commands.Records;

/// <summary>Reads what <see cref="RecordWriter"/> wrote. Throws <see cref="InvalidDataException"/> where the bytes cannot be that.</summary>
internal ref struct RecordReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>Records in records that are passed over.</summary>
    private const int MostLevels = 64;

    private const int KindMask = (1 << RecordWriter.KindBits) - 1;

    private ReadOnlySpan<byte> rest = bytes;
    private int levels;

    public readonly bool IsAtEnd => rest.IsEmpty;

    /// <summary>The tag of the next field, 0 at the end of the record.</summary>
    public int Next()
    {
        if (rest.Length > 0 && rest[0] == 0)
        {
            rest = rest[1..];
            return 0;
        }
        return BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));
    }

    /// <summary>Whether a part is missing in its place.</summary>
    public bool IsNull()
    {
        if (rest.Length == 0 || rest[0] != RecordWriter.Missing)
            return false;
        rest = rest[1..];
        return true;
    }

    /// <summary>How many items follow: never more than bytes, so that a damaged count makes no room for more.</summary>
    public int Count(int kind)
    {
        var (count, own) = Count();
        return own == kind || count == 0 ? count : throw new InvalidDataException($"items of kind {own}, expected {kind}");
    }

    /// <summary>A list for the items that follow.</summary>
    public T[] Room<T>(int kind) => Array<T>(Count(kind));

    public static T[] Array<T>(int count) => count == 0 ? [] : new T[count];

    public ulong Number()
    {
        var value = 0UL;
        for (var (at, shift) = (0, 0); at < rest.Length && shift < 64; shift += 7)
        {
            var each = rest[at++];
            value |= (ulong)(each & 0x7f) << shift;
            if (each < 0x80)
            {
                rest = rest[at..];
                return value;
            }
        }
        throw new InvalidDataException("a number has no end");
    }

    public long Signed() => Number() is var value ? (long)(value >> 1) ^ -(long)(value & 1) : 0;

    public double Real() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    public string Text()
    {
        var written = Number();
        if (written == RecordWriter.Identity)
            return new Guid(Take(16)).ToString("D");
        var text = Take(Length(written));
        return text.IsEmpty ? "" : SharedTexts.Of(text) ?? Encoding.UTF8.GetString(text);
    }

    public ReadOnlySpan<byte> Bytes() => Take(Length(Number()));

    public DateTimeOffset Time() => DateTimeOffset.TryParseExact(Text(), "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
        ? time : throw new InvalidDataException("a time is not in the form it was written in");

    public JsonElement Json()
    {
        try
        {
            return SharedElements.Of(Bytes());
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"what a user wrote is damaged: {problem.Message}", problem);
        }
    }

    /// <summary>Passes over the field of a tag that is not known.</summary>
    public void Pass(int tag) => PassValue((WireKind)(tag & KindMask));

    private void PassValue(WireKind kind)
    {
        if (++levels > MostLevels)
            throw new InvalidDataException($"records in records, more than {MostLevels} deep");
        switch (kind)
        {
            case WireKind.Number:
                Number();
                break;
            case WireKind.Real:
                Real();
                break;
            case WireKind.Bytes when !IsNull():
                PassText();
                break;
            case WireKind.Record when !IsNull():
                while (Next() is var tag && tag != 0)
                    PassValue((WireKind)(tag & KindMask));
                break;
            case WireKind.List or WireKind.Map when !IsNull():
                var (count, item) = Count();
                for (; count > 0; count--)
                {
                    if (kind == WireKind.Map)
                        PassText();
                    PassValue((WireKind)item);
                }
                break;
            case WireKind.Bytes or WireKind.Record or WireKind.List or WireKind.Map:
                break;
            default:
                throw new InvalidDataException($"a field of kind {kind}, which is not known");
        }
        levels--;
    }

    private void PassText()
    {
        var written = Number();
        Take(written == RecordWriter.Identity ? 16 : Length(written));
    }

    private (int Count, int Kind) Count()
    {
        var written = Number();
        return written >> RecordWriter.KindBits is var count && count <= (ulong)rest.Length
            ? ((int)count, (int)(written & KindMask)) : throw new InvalidDataException($"{count} items in {rest.Length} bytes");
    }

    private readonly int Length(ulong written) => (written & 1) == 0 && written >> 1 <= (ulong)rest.Length
        ? (int)(written >> 1) : throw new InvalidDataException($"a text of length {written} in {rest.Length} bytes");

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > rest.Length)
            throw new InvalidDataException($"{count} bytes are missing at the end");
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
