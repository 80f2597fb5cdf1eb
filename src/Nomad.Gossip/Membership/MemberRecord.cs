using System.Net;
using Nomad.Gossip.Wire;

namespace Nomad.Gossip.Membership;

/// <summary>A member with what only the Serf layer knows.</summary>
internal sealed class MemberRecord(string name)
{
    public string Name => name;

    public MemberStatus Status { get; set; } = MemberStatus.Alive;

    /// <summary>Logical time of the last accepted intent.</summary>
    public ulong StatusLTime { get; set; }

    /// <summary>When it left, failed, or was heard to be about to leave.</summary>
    public TimeSpan LeaveTime { get; set; }

    public byte[] Addr { get; private set; } = [];

    public ushort Port { get; private set; }

    public byte[] Vsn { get; private set; } = [];

    public IReadOnlyDictionary<string, string> Tags { get; private set; } = new Dictionary<string, string>();

    public IPEndPoint EndPoint => new(new IPAddress(Addr), Port);

    public static SerfMember View(SwimNode node)
    {
        var record = new MemberRecord(node.Name);
        record.Update(node);
        return record.View();
    }

    public void Update(SwimNode node) => (Addr, Port, Vsn, Tags) = (node.Addr, node.Port, node.Vsn, Wire.Tags.Decode(node.Meta));

    public SerfMember View() => new(Name, new IPAddress(Addr), Port, Tags, Status)
    {
        ProtocolMin = Version(0), ProtocolMax = Version(1), ProtocolCur = Version(2),
        DelegateMin = Version(3), DelegateMax = Version(4), DelegateCur = Version(5),
    };

    private byte Version(int index) => index < Vsn.Length ? Vsn[index] : (byte)0;
}
