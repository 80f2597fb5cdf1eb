using System.Buffers.Binary;
using Nomad.Gossip.Security;

namespace Nomad.Gossip.Wire;

/// <summary>One message on a stream: encryption, then compression, then the message.</summary>
public static class StreamCodec
{
    private const int HeadBytes = 5;

    public static byte[] Seal(byte[] message, Keyring? keyring)
    {
        if (keyring is null)
        {
            return message;
        }

        var head = new byte[HeadBytes];
        head[0] = (byte)MessageType.Encrypt;
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(1), (uint)(message.Length + Sealing.OverheadBytes));
        return [.. head, .. Sealing.Seal(keyring.Keys[0], message, head)];
    }

    /// <summary>Type of the message and a reader behind it. The reader of a plain stream reads no further than it must.</summary>
    /// <exception cref="InvalidDataException">Wrong encryption or an unreadable message; the text is meant for the other side.</exception>
    public static (MessageType Type, MsgPackReader Reader) Open(Stream stream, Keyring? keyring)
    {
        var reader = new MsgPackReader(stream);
        var type = (MessageType)reader.ReadByte();
        if (type == MessageType.Encrypt)
        {
            if (keyring is null)
            {
                throw new InvalidDataException("Remote state is encrypted and encryption is not configured");
            }

            var head = new byte[HeadBytes];
            head[0] = (byte)type;
            reader.ReadBytes(4).CopyTo(head, 1);
            var plain = Sealing.Open(keyring, reader.ReadBytes(BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(1))), head)
                ?? throw new InvalidDataException("No installed keys could decrypt the message");
            reader = new MsgPackReader(new MemoryStream(plain));
            type = (MessageType)reader.ReadByte();
        }
        else if (keyring is not null && type != MessageType.Error)
        {
            throw new InvalidDataException("Encryption is configured but remote state is not encrypted");
        }

        if (type == MessageType.Compress)
        {
            var map = reader.ReadMap();
            var inner = map.UInt("Algo") == 0 ? Lzw.Decompress(map.Raw("Buf")) : throw new InvalidDataException("unknown compression");
            reader = new MsgPackReader(new MemoryStream(inner), Lzw.MaxOutputBytes);
            type = (MessageType)reader.ReadByte();
        }

        return (type, reader);
    }
}
