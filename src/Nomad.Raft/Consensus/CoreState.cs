using Nomad.Raft.Transport;

namespace Nomad.Raft.Consensus;

/// <summary>What the roles of a core share.</summary>
internal sealed class CoreState(string id, RaftLog log)
{
    public string Id => id;

    public RaftLog Log => log;

    public ulong Term { get; set; }

    public string? Vote { get; set; }

    public string? Leader { get; set; }

    /// <summary>Entries that this server may have acknowledged are missing here.</summary>
    public bool LacksEntries { get; set; }

    public ulong Commit { get; private set; }

    public RaftConfiguration Configuration => log.Configuration;

    public RaftEffects Out { get; set; } = new();

    public void Send(RaftMessage message) => Out.Send.Add(message);

    public void CommitTo(ulong index)
    {
        if (index > log.LastIndex)
        {
            throw new RaftInvariantException($"server {id}: commit index {index} is beyond the last entry {log.LastIndex}");
        }

        Commit = Math.Max(Commit, index);
    }
}
