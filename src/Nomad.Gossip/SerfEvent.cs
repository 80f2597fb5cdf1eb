namespace Nomad.Gossip;

public enum SerfEventType
{
    Join,
    Leave,
    Failed,
    Update,
    Reap,
}

/// <summary>Something happened to a member.</summary>
public sealed record SerfEvent(SerfEventType Type, SerfMember Member);
