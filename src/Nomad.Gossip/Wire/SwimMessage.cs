namespace Nomad.Gossip.Wire;

/// <summary>What the membership layer says in packets.</summary>
public abstract record SwimMessage
{
    public sealed record Ping(uint SeqNo, string Node, byte[] SourceAddr, ushort SourcePort, string SourceNode) : SwimMessage;

    public sealed record IndirectPing(uint SeqNo, byte[] Target, ushort Port, string Node, bool WantsNack, byte[] SourceAddr, ushort SourcePort, string SourceNode) : SwimMessage;

    public sealed record Ack(uint SeqNo, byte[]? Payload = null) : SwimMessage;

    public sealed record Nack(uint SeqNo) : SwimMessage;

    public sealed record Suspect(uint Incarnation, string Node, string From) : SwimMessage;

    public sealed record Alive(uint Incarnation, string Node, byte[] Addr, ushort Port, byte[] Meta, byte[] Vsn) : SwimMessage;

    /// <summary><c>From</c> = <c>Node</c> means that it left by itself.</summary>
    public sealed record Dead(uint Incarnation, string Node, string From) : SwimMessage;

    /// <summary>Something of the layer above.</summary>
    public sealed record User(byte[] Content) : SwimMessage;

    public sealed record Error(string Text) : SwimMessage;

    /// <summary>With the type byte in front.</summary>
    public byte[] Encode()
    {
        var writer = new MsgPackWriter();
        switch (this)
        {
            case Ping m:
                writer.Byte((byte)MessageType.Ping).Map(m.SourceNode.Length > 0 ? 5 : 2).Text("Node").Text(m.Node).Text("SeqNo").UInt(m.SeqNo);
                if (m.SourceNode.Length > 0)
                {
                    writer.Text("SourceAddr").Raw(m.SourceAddr).Text("SourceNode").Text(m.SourceNode).Text("SourcePort").UInt(m.SourcePort);
                }

                break;
            case IndirectPing m:
                writer.Byte((byte)MessageType.IndirectPing).Map(8).Text("Nack").Bool(m.WantsNack).Text("Node").Text(m.Node).Text("Port").UInt(m.Port).Text("SeqNo").UInt(m.SeqNo)
                    .Text("SourceAddr").Raw(m.SourceAddr).Text("SourceNode").Text(m.SourceNode).Text("SourcePort").UInt(m.SourcePort).Text("Target").Raw(m.Target);
                break;
            case Ack m:
                writer.Byte((byte)MessageType.Ack).Map(2).Text("Payload").Raw(m.Payload).Text("SeqNo").UInt(m.SeqNo);
                break;
            case Nack m:
                writer.Byte((byte)MessageType.Nack).Map(1).Text("SeqNo").UInt(m.SeqNo);
                break;
            case Suspect m:
                writer.Byte((byte)MessageType.Suspect).Map(3).Text("From").Text(m.From).Text("Incarnation").UInt(m.Incarnation).Text("Node").Text(m.Node);
                break;
            case Dead m:
                writer.Byte((byte)MessageType.Dead).Map(3).Text("From").Text(m.From).Text("Incarnation").UInt(m.Incarnation).Text("Node").Text(m.Node);
                break;
            case Alive m:
                writer.Byte((byte)MessageType.Alive).Map(6).Text("Addr").Raw(m.Addr).Text("Incarnation").UInt(m.Incarnation).Text("Meta").Raw(m.Meta)
                    .Text("Node").Text(m.Node).Text("Port").UInt(m.Port).Text("Vsn").Raw(m.Vsn);
                break;
            case User m:
                writer.Byte((byte)MessageType.User).Bytes(m.Content);
                break;
            case Error m:
                writer.Byte((byte)MessageType.Error).Map(1).Text("Error").Text(m.Text);
                break;
        }

        return writer.ToArray();
    }

    /// <exception cref="InvalidDataException">Not a message of this layer.</exception>
    public static SwimMessage Decode(byte[] message)
    {
        if (message.Length == 0)
        {
            throw new InvalidDataException("empty message");
        }

        var type = (MessageType)message[0];
        if (type == MessageType.User)
        {
            return new User(message[1..]);
        }

        var m = new MsgPackReader(new MemoryStream(message, 1, message.Length - 1)).ReadMap();
        return type switch
        {
            MessageType.Ping => new Ping(m.UInt32("SeqNo"), m.Text("Node"), m.Raw("SourceAddr"), m.UInt16("SourcePort"), m.Text("SourceNode")),
            MessageType.IndirectPing => new IndirectPing(
                m.UInt32("SeqNo"), m.Raw("Target"), m.UInt16("Port"), m.Text("Node"), m.Bool("Nack"), m.Raw("SourceAddr"), m.UInt16("SourcePort"), m.Text("SourceNode")),
            MessageType.Ack => new Ack(m.UInt32("SeqNo"), m.RawOrNull("Payload")),
            MessageType.Nack => new Nack(m.UInt32("SeqNo")),
            MessageType.Suspect => new Suspect(m.UInt32("Incarnation"), m.Text("Node"), m.Text("From")),
            MessageType.Dead => new Dead(m.UInt32("Incarnation"), m.Text("Node"), m.Text("From")),
            MessageType.Alive => new Alive(m.UInt32("Incarnation"), m.Text("Node"), m.Raw("Addr"), m.UInt16("Port"), m.Raw("Meta"), m.Raw("Vsn")),
            MessageType.Error => new Error(m.Text("Error")),
            _ => throw new InvalidDataException($"unknown message type {message[0]}"),
        };
    }
}
