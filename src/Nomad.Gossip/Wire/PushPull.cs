namespace Nomad.Gossip.Wire;

/// <summary>A node as one side of a push/pull knows it. State: 0 alive, 1 suspect, 2 dead, 3 left.</summary>
public sealed record RemoteNode(string Name, byte[] Addr, ushort Port, byte[] Meta, uint Incarnation, int State, byte[] Vsn);

/// <summary>All that one side knows, exchanged over a stream in both directions.</summary>
public sealed record PushPull(bool Join, IReadOnlyList<RemoteNode> Nodes, byte[] UserState)
{
    private const ulong MaxNodes = 1 << 20;

    public byte[] Encode()
    {
        var writer = new MsgPackWriter().Byte((byte)MessageType.PushPull)
            .Map(3).Text("Join").Bool(Join).Text("Nodes").UInt((ulong)Nodes.Count).Text("UserStateLen").UInt((ulong)UserState.Length);
        foreach (var node in Nodes)
        {
            writer.Map(7).Text("Addr").Raw(node.Addr).Text("Incarnation").UInt(node.Incarnation).Text("Meta").Raw(node.Meta).Text("Name").Text(node.Name)
                .Text("Port").UInt(node.Port).Text("State").UInt((ulong)node.State).Text("Vsn").Raw(node.Vsn);
        }

        return writer.Bytes(UserState).ToArray();
    }

    /// <summary>Reads what follows the type byte.</summary>
    public static PushPull Decode(MsgPackReader reader)
    {
        var head = reader.ReadMap();
        var nodes = new List<RemoteNode>();
        for (var left = head.UInt("Nodes", MaxNodes); left > 0; left--)
        {
            var m = reader.ReadMap();
            nodes.Add(new RemoteNode(m.Text("Name"), m.Raw("Addr"), m.UInt16("Port"), m.Raw("Meta"), m.UInt32("Incarnation"), (int)m.UInt("State", 3), m.Raw("Vsn")));
        }

        return new PushPull(head.Bool("Join"), nodes, reader.ReadBytes((long)head.UInt("UserStateLen", MsgPackReader.MaxBytes)));
    }
}
