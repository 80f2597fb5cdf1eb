using System.Buffers.Binary;
using System.Text;

namespace Nomad.Gossip.Wire;

/// <summary>
/// Reads one msgpack value after the other from a stream, without waiting for its end. Raw, str and bin all become byte arrays; maps
/// become <see cref="MsgPackMap"/>. Refuses more bytes or depth than its limits.
/// </summary>
public sealed class MsgPackReader(Stream source, long maxBytes = MsgPackReader.MaxBytes)
{
    /// <summary>Largest push/pull body that is accepted.</summary>
    public const long MaxBytes = 20 * 1024 * 1024;

    private const int MaxDepth = 16;
    private long left = maxBytes;

    public byte ReadByte()
    {
        Spend(1);
        var value = source.ReadByte();
        return value < 0 ? throw new EndOfStreamException("the message ends in the middle of a value") : (byte)value;
    }

    public byte[] ReadBytes(long count)
    {
        Spend(count);
        var bytes = new byte[count];
        source.ReadExactly(bytes);
        return bytes;
    }

    public MsgPackMap ReadMap() => Read(0) as MsgPackMap ?? throw new InvalidDataException("expected a msgpack map");

    private object? Read(int depth)
    {
        if (depth > MaxDepth)
        {
            throw new InvalidDataException($"msgpack values are nested deeper than {MaxDepth}");
        }

        var head = ReadByte();
        return head switch
        {
            < 0x80 => (long)head,
            < 0x90 => Map(head & 0xf, depth),
            < 0xa0 => List(head & 0xf, depth),
            < 0xc0 => ReadBytes(head & 0x1f),
            0xc0 => null,
            0xc2 => false,
            0xc3 => true,
            0xc4 or 0xd9 => ReadBytes(ReadByte()),
            0xc5 or 0xda => ReadBytes(BinaryPrimitives.ReadUInt16BigEndian(ReadBytes(2))),
            0xc6 or 0xdb => ReadBytes(BinaryPrimitives.ReadUInt32BigEndian(ReadBytes(4))),
            0xca => (double)BinaryPrimitives.ReadSingleBigEndian(ReadBytes(4)),
            0xcb => BinaryPrimitives.ReadDoubleBigEndian(ReadBytes(8)),
            0xcc => (long)ReadByte(),
            0xcd => (long)BinaryPrimitives.ReadUInt16BigEndian(ReadBytes(2)),
            0xce => (long)BinaryPrimitives.ReadUInt32BigEndian(ReadBytes(4)),
            0xcf => BinaryPrimitives.ReadUInt64BigEndian(ReadBytes(8)),
            0xd0 => (long)(sbyte)ReadByte(),
            0xd1 => (long)BinaryPrimitives.ReadInt16BigEndian(ReadBytes(2)),
            0xd2 => (long)BinaryPrimitives.ReadInt32BigEndian(ReadBytes(4)),
            0xd3 => BinaryPrimitives.ReadInt64BigEndian(ReadBytes(8)),
            0xdc => List(BinaryPrimitives.ReadUInt16BigEndian(ReadBytes(2)), depth),
            0xdd => List(BinaryPrimitives.ReadUInt32BigEndian(ReadBytes(4)), depth),
            0xde => Map(BinaryPrimitives.ReadUInt16BigEndian(ReadBytes(2)), depth),
            0xdf => Map(BinaryPrimitives.ReadUInt32BigEndian(ReadBytes(4)), depth),
            >= 0xe0 => (long)(sbyte)head,
            _ => throw new InvalidDataException($"unknown msgpack byte 0x{head:x2}"),
        };
    }

    private List<object?> List(uint count, int depth)
    {
        var list = new List<object?>();
        for (var i = 0u; i < count; i++)
        {
            list.Add(Read(depth + 1));
        }

        return list;
    }

    private List<object?> List(int count, int depth) => List((uint)count, depth);

    private MsgPackMap Map(long count, int depth)
    {
        var map = new MsgPackMap();
        for (var i = 0L; i < count; i++)
        {
            var key = Read(depth + 1) is byte[] raw ? Encoding.UTF8.GetString(raw) : throw new InvalidDataException("expected a string as key of a msgpack map");
            map[key] = Read(depth + 1);
        }

        return map;
    }

    private void Spend(long count)
    {
        if ((left -= count) < 0)
        {
            throw new InvalidDataException("the message is longer than allowed");
        }
    }
}
