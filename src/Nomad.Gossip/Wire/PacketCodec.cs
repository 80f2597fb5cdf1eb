using System.Buffers.Binary;
using Nomad.Gossip.Security;

namespace Nomad.Gossip.Wire;

/// <summary>Wrappers around messages: compound, checksum, compression, encryption.</summary>
public static class PacketCodec
{
    /// <summary>Messages of one packet, inner ones unpacked, in order. Broken parts are left out.</summary>
    /// <exception cref="InvalidDataException">The packet itself is broken or not for us.</exception>
    public static IReadOnlyList<byte[]> OpenPacket(byte[] packet, Keyring? keyring)
    {
        if (keyring is not null)
        {
            packet = Sealing.Open(keyring, packet, []) ?? throw new InvalidDataException("packet does not decrypt with any of our keys");
        }

        if (packet.Length > 5 && packet[0] == (byte)MessageType.HasCrc)
        {
            if (BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(1)) != Crc32.Of(packet.AsSpan(5)))
            {
                throw new InvalidDataException("packet has a wrong checksum");
            }

            packet = packet[5..];
        }

        var messages = new List<byte[]>();
        Unpack(packet, messages, depth: 0);
        return messages;
    }

    public static byte[] SealPacket(byte[] message, bool withChecksum, Keyring? keyring)
    {
        if (withChecksum)
        {
            message = new MsgPackWriter().Byte((byte)MessageType.HasCrc).Big32(Crc32.Of(message)).Bytes(message).ToArray();
        }

        return keyring is null ? message : Sealing.Seal(keyring.Keys[0], message, []);
    }

    /// <summary>One message as it is, several as a compound.</summary>
    public static byte[] Combine(IReadOnlyList<byte[]> messages)
    {
        if (messages.Count == 1)
        {
            return messages[0];
        }

        var writer = new MsgPackWriter().Byte((byte)MessageType.Compound).Byte((byte)messages.Count);
        foreach (var message in messages)
        {
            writer.Big16((ushort)message.Length);
        }

        foreach (var message in messages)
        {
            writer.Bytes(message);
        }

        return writer.ToArray();
    }

    /// <summary>What a compressed message contains; other messages as they are.</summary>
    public static byte[] Decompress(byte[] message)
    {
        if (message.Length == 0 || message[0] != (byte)MessageType.Compress)
        {
            return message;
        }

        var map = new MsgPackReader(new MemoryStream(message, 1, message.Length - 1)).ReadMap();
        return map.UInt("Algo") == 0 ? Lzw.Decompress(map.Raw("Buf")) : throw new InvalidDataException($"unknown compression {map.UInt("Algo")}");
    }

    private static void Unpack(byte[] message, List<byte[]> messages, int depth)
    {
        message = Decompress(message);
        if (message.Length == 0)
        {
            return;
        }

        if (message[0] != (byte)MessageType.Compound)
        {
            messages.Add(message);
            return;
        }

        if (depth > 2 || message.Length < 2)
        {
            throw new InvalidDataException("compound message is broken or nested too deep");
        }

        var at = 2 + (2 * message[1]);
        for (var i = 0; i < message[1] && 4 + (2 * i) <= message.Length; i++)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(2 + (2 * i)));
            if (at + length > message.Length)
            {
                return;
            }

            Unpack(message[at..(at + length)], messages, depth + 1);
            at += length;
        }
    }
}
