namespace Nomad.Raft.Storage;

/// <summary>A file does not hold what was written into it.</summary>
public sealed class DamagedFileException(StorageDamage damage) : IOException(damage.ToString())
{
    public StorageDamage Damage { get; } = damage;
}
