namespace Nomad.Gossip.Wire;

/// <summary>What the Serf layer says inside user messages.</summary>
public abstract record SerfMessage
{
    public sealed record LeaveIntent(ulong LTime, string Node, bool Prune) : SerfMessage;

    public sealed record JoinIntent(ulong LTime, string Node) : SerfMessage;

    public sealed record UserEvent(ulong LTime, string Name, byte[] Payload, bool Coalesce) : SerfMessage;

    public sealed record Query(
        ulong LTime, uint Id, byte[] Addr, ushort Port, string SourceNode, IReadOnlyList<byte[]> Filters, uint Flags, byte RelayFactor,
        ulong TimeoutNanoseconds, string Name, byte[] Payload)
        : SerfMessage
    {
        public const uint WantsAck = 1;
        public const uint NoRebroadcast = 2;
    }

    public sealed record QueryResponse(ulong LTime, uint Id, string From, uint Flags, byte[]? Payload) : SerfMessage;

    /// <summary>A message to pass on as it is.</summary>
    public sealed record Relay(byte[] Ip, ushort Port, byte[] Message) : SerfMessage;

    public byte[] Encode()
    {
        var writer = new MsgPackWriter();
        switch (this)
        {
            case LeaveIntent m:
                writer.Byte(0).Map(3).Text("LTime").UInt(m.LTime).Text("Node").Text(m.Node).Text("Prune").Bool(m.Prune);
                break;
            case JoinIntent m:
                writer.Byte(1).Map(2).Text("LTime").UInt(m.LTime).Text("Node").Text(m.Node);
                break;
            case UserEvent m:
                writer.Byte(3).Map(4).Text("CC").Bool(m.Coalesce).Text("LTime").UInt(m.LTime).Text("Name").Text(m.Name).Text("Payload").Raw(m.Payload);
                break;
            case Query m:
                writer.Byte(4).Map(11).Text("Addr").Raw(m.Addr).Text("Filters").Array(m.Filters.Count);
                foreach (var filter in m.Filters)
                {
                    writer.Raw(filter);
                }

                writer.Text("Flags").UInt(m.Flags).Text("ID").UInt(m.Id).Text("LTime").UInt(m.LTime).Text("Name").Text(m.Name).Text("Payload").Raw(m.Payload)
                    .Text("Port").UInt(m.Port).Text("RelayFactor").UInt(m.RelayFactor).Text("SourceNode").Text(m.SourceNode).Text("Timeout").UInt(m.TimeoutNanoseconds);
                break;
            case QueryResponse m:
                writer.Byte(5).Map(5).Text("Flags").UInt(m.Flags).Text("From").Text(m.From).Text("ID").UInt(m.Id).Text("LTime").UInt(m.LTime).Text("Payload").Raw(m.Payload);
                break;
            case Relay m:
                writer.Byte(9).Map(2).Text("DestAddr").Map(3).Text("IP").Raw(m.Ip).Text("Port").UInt(m.Port).Text("Zone").Text("").Text("DestName").Text("").Bytes(m.Message);
                break;
        }

        return writer.ToArray();
    }

    /// <summary>Null for a type that this version does not know.</summary>
    public static SerfMessage? Decode(byte[] message)
    {
        if (message.Length == 0 || message[0] is not (0 or 1 or 3 or 4 or 5 or 9))
        {
            return null;
        }

        var stream = new MemoryStream(message, 1, message.Length - 1);
        var m = new MsgPackReader(stream).ReadMap();
        return message[0] switch
        {
            0 => new LeaveIntent(m.UInt("LTime"), m.Text("Node"), m.Bool("Prune")),
            1 => new JoinIntent(m.UInt("LTime"), m.Text("Node")),
            3 => new UserEvent(m.UInt("LTime"), m.Text("Name"), m.Raw("Payload"), m.Bool("CC")),
            4 => new Query(
                m.UInt("LTime"), m.UInt32("ID"), m.Raw("Addr"), m.UInt16("Port"), m.Text("SourceNode"), [.. m.Items("Filters").OfType<byte[]>()],
                m.UInt32("Flags"), (byte)m.UInt("RelayFactor", 255), m.UInt("Timeout"), m.Text("Name"), m.Raw("Payload")),
            5 => new QueryResponse(m.UInt("LTime"), m.UInt32("ID"), m.Text("From"), m.UInt32("Flags"), m.RawOrNull("Payload")),
            _ => new Relay(m.Map("DestAddr").Raw("IP"), m.Map("DestAddr").UInt16("Port"), message[(int)(stream.Position + 1)..]),
        };
    }
}
