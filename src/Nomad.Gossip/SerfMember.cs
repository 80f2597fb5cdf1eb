using System.Net;

namespace Nomad.Gossip;

/// <summary>Life of a member. The texts of operators are the lower-case names.</summary>
public enum MemberStatus
{
    None = 0,
    Alive = 1,
    Leaving = 2,
    Left = 3,
    Failed = 4,
}

/// <summary>A member as of one moment. Versions: protocol = memberlist's, delegate = Serf's.</summary>
public sealed record SerfMember(string Name, IPAddress Address, ushort Port, IReadOnlyDictionary<string, string> Tags, MemberStatus Status)
{
    public byte ProtocolMin { get; init; }
    public byte ProtocolMax { get; init; }
    public byte ProtocolCur { get; init; }
    public byte DelegateMin { get; init; }
    public byte DelegateMax { get; init; }
    public byte DelegateCur { get; init; }
}
