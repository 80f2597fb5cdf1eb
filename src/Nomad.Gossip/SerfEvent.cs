namespace Nomad.Gossip;

public enum SerfEventType
{
    MemberJoin,
    MemberLeave,
    MemberFailed,
    MemberUpdate,
    MemberReap,
}

/// <summary>Something happened to a member.</summary>
public sealed record SerfEvent(SerfEventType Type, SerfMember Member);
