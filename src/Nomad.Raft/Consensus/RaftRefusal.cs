namespace Nomad.Raft.Consensus;

/// <summary>Why a request was not taken.</summary>
public enum RaftRefusal
{
    None,
    NotLeader,

    /// <summary>Leadership is being handed over.</summary>
    Transferring,

    /// <summary>The previous configuration change, or the leader's first entry, is not committed yet.</summary>
    NotReady,

    /// <summary>Too many bytes await commitment.</summary>
    Busy,

    /// <summary>Can never succeed; the effects say why.</summary>
    Invalid,
}
