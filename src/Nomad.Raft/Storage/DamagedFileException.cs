namespace Nomad.Raft.Storage;

/// <summary>A file does not hold what was written into it.</summary>
public sealed class DamagedFileException(string kind, StorageDamage damage) : IOException($"{kind} {damage}")
{
    public StorageDamage Damage { get; } = damage;
}
