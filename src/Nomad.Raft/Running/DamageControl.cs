using Nomad.Raft.Storage;

namespace Nomad.Raft.Running;

/// <summary>Whether a server whose disk lost something may start: only if others have it.</summary>
internal static class DamageControl
{
    /// <exception cref="InvalidDataException">Something is damaged and this server is alone. The files stay as they are.</exception>
    public static StoredLog Load(RaftOptions options, IRaftStorage storage)
    {
        var stored = storage.Load();
        if (stored.Damage is { } damage)
        {
            if (damage.Configuration is { } group ? group.VoterCount <= 1 : options.Bootstrap)
            {
                throw new InvalidDataException($"{damage}; no other server has what is lost: put the file back from a copy, or remove this server's raft directory "
                    + "and restore a snapshot (nomad operator snapshot restore)");
            }

            storage.CutDamage();
        }

        return stored;
    }
}
