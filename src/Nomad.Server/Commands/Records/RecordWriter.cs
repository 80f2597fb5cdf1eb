using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Nomad.Model.Json;

namespace Nomad.Server.Commands.Records;

/// <summary>
/// Puts records into bytes: each field as a tag of two bytes, whose low three bits say what follows, and its value; the record ends with a byte 0.
/// Numbers are in groups of seven bits, those with a sign in zigzag (https://protobuf.dev/programming-guides/encoding/); texts are their length and UTF-8, or,
/// if they are a UUID, 16 bytes.
/// </summary>
internal sealed class RecordWriter
{
    /// <summary>The length that stands for the 16 bytes of a UUID; others are doubled.</summary>
    public const ulong Identity = 1;

    /// <summary>In the place of a part: there is none. No tag and no count ends in these bits, and no length is odd but <see cref="Identity"/>.</summary>
    public const byte Missing = 7;

    /// <summary>Bits that say what the items of a list or map are.</summary>
    public const int KindBits = 3;

    private const int FirstBuffer = 4096;
    private const int IdentityLength = 36;
    private const int MostBytesOfNumber = 10;

    /// <summary>A text of so many letters has a length of one byte, whatever they are.</summary>
    private const int ShortText = 21;

    private byte[] bytes = new byte[FirstBuffer];
    private int length;

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, length);

    public void Clear() => length = 0;

    public void Byte(byte value)
    {
        Room(1);
        bytes[length++] = value;
    }

    public void Tag(int tag)
    {
        Room(2);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(length), (ushort)tag);
        length += 2;
    }

    /// <summary>The end of a record.</summary>
    public void End() => Byte(0);

    /// <summary>A part that is not there.</summary>
    public void Null() => Byte(Missing);

    /// <summary>So many items follow, all of one kind.</summary>
    public void Count(int count, int kind) => Number(((ulong)count << KindBits) | (uint)kind);

    public void Number(ulong value)
    {
        Room(MostBytesOfNumber);
        for (; value >= 0x80; value >>= 7)
            bytes[length++] = (byte)(value | 0x80);
        bytes[length++] = (byte)value;
    }

    public void Signed(long value) => Number((ulong)((value << 1) ^ (value >> 63)));

    public void Real(double value)
    {
        Room(sizeof(double));
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(length), value);
        length += sizeof(double);
    }

    public void Text(string? text)
    {
        text ??= "";
        if (text.Length <= ShortText)
        {
            Room(1 + (ShortText * 3));
            Utf8.FromUtf16(text, bytes.AsSpan(length + 1), out _, out var written);
            bytes[length] = (byte)(written << 1);
            length += 1 + written;
            return;
        }
        if (text.Length == IdentityLength && IsIdentity(text, out var id))
        {
            Number(Identity);
            Room(16);
            id.TryWriteBytes(bytes.AsSpan(length));
            length += 16;
            return;
        }
        var count = Encoding.UTF8.GetByteCount(text);
        Number((ulong)count << 1);
        Room(count);
        length += Encoding.UTF8.GetBytes(text, bytes.AsSpan(length));
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Number((ulong)value.Length << 1);
        Room(value.Length);
        value.CopyTo(bytes.AsSpan(length));
        length += value.Length;
    }

    public void Time(DateTimeOffset value) => Text(value.ToString("O", CultureInfo.InvariantCulture));

    /// <summary>What a user wrote freely, as JSON with its names sorted.</summary>
    public void Json(JsonElement value)
    {
        if (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            Bytes(JsonMarshal.GetRawUtf8Value(value));
            return;
        }
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, new JsonWriterOptions { SkipValidation = true }))
            SortedJson.Write(writer, value);
        Bytes(text.WrittenSpan);
    }

    private static bool IsIdentity(string text, out Guid id)
    {
        Span<char> usual = stackalloc char[IdentityLength];
        return Guid.TryParseExact(text, "D", out id) && id.TryFormat(usual, out _, "D") && usual.SequenceEqual(text);
    }

    private void Room(int count)
    {
        if (bytes.Length - length < count)
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + count));
    }
}
