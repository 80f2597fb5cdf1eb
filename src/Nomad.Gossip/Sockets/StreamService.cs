using Nomad.Gossip.Wire;

namespace Nomad.Gossip.Sockets;

/// <summary>Serves incoming streams, one after the other or several at once: push/pull, ping, a message of the layer above.</summary>
internal sealed class StreamService(SerfOptions options, Func<bool, PushPull> localState, Action<PushPull> merge, Action<byte[]> hear)
{
    /// <exception cref="InvalidDataException">What came is refused; the other side is told why.</exception>
    public void Serve(Stream stream)
    {
        var (type, reader) = StreamCodec.Open(stream, options.Keyring);
        switch (type)
        {
            case MessageType.PushPull:
                var remote = PushPull.Decode(reader);
                stream.Write(StreamCodec.Seal(localState(remote.Join).Encode(), options.Keyring));
                merge(remote);
                break;
            case MessageType.Ping:
                var ping = reader.ReadMap();
                if (ping.Text("Node") is var node && (node.Length == 0 || node == options.NodeName))
                {
                    stream.Write(StreamCodec.Seal(new SwimMessage.Ack(ping.UInt32("SeqNo")).Encode(), options.Keyring));
                }

                break;
            case MessageType.User:
                hear(reader.ReadBytes((long)reader.ReadMap().UInt("UserMsgLen", MsgPackReader.MaxBytes)));
                break;
            default:
                throw new InvalidDataException($"unknown message type {(byte)type} on a stream");
        }
    }
}
