namespace Nomad.Gossip;

/// <summary>Something a member told all others. <paramref name="Coalesce"/>: only the latest of its name counts.</summary>
public sealed record UserEvent(ulong LTime, string Name, ReadOnlyMemory<byte> Payload, bool Coalesce);
