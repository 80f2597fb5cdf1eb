using System.Buffers.Binary;
using System.Text;

namespace Nomad.Gossip.Wire;

/// <summary>Writes the old msgpack dialect of the wire: strings and bytes are both "raw", integers take their shortest unsigned form.</summary>
public sealed class MsgPackWriter
{
    private readonly MemoryStream buffer = new();

    public byte[] ToArray() => buffer.ToArray();

    public MsgPackWriter Byte(byte value)
    {
        buffer.WriteByte(value);
        return this;
    }

    public MsgPackWriter Bytes(ReadOnlySpan<byte> value)
    {
        buffer.Write(value);
        return this;
    }

    public MsgPackWriter Map(int count) => Head(count, 0x80, 0xde);

    public MsgPackWriter Array(int count) => Head(count, 0x90, 0xdc);

    public MsgPackWriter Nil() => Byte(0xc0);

    public MsgPackWriter Bool(bool value) => Byte((byte)(value ? 0xc3 : 0xc2));

    public MsgPackWriter Text(string value) => Raw(Encoding.UTF8.GetBytes(value));

    public MsgPackWriter Raw(byte[]? value)
    {
        if (value is null)
        {
            return Nil();
        }

        switch (value.Length)
        {
            case < 32: Byte((byte)(0xa0 | value.Length)); break;
            case <= ushort.MaxValue: Byte(0xda).Big16((ushort)value.Length); break;
            default: Byte(0xdb).Big32((uint)value.Length); break;
        }

        return Bytes(value);
    }

    public MsgPackWriter UInt(ulong value) => value switch
    {
        < 0x80 => Byte((byte)value),
        <= byte.MaxValue => Byte(0xcc).Byte((byte)value),
        <= ushort.MaxValue => Byte(0xcd).Big16((ushort)value),
        <= uint.MaxValue => Byte(0xce).Big32((uint)value),
        _ => Byte(0xcf).Big32((uint)(value >> 32)).Big32((uint)value),
    };

    public MsgPackWriter Big16(ushort value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        return Bytes(bytes);
    }

    public MsgPackWriter Big32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return Bytes(bytes);
    }

    public MsgPackWriter Double(double value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        return Byte(0xcb).Bytes(bytes);
    }

    private MsgPackWriter Head(int count, byte small, byte large) =>
        count < 16 ? Byte((byte)(small | count)) : Byte(large).Big16((ushort)count);
}
