using System.Globalization;

namespace Nomad.Raft;

/// <summary>Figures of one server at one moment.</summary>
public sealed record RaftStats
{
    public required RaftRole State { get; init; }
    public required ulong Term { get; init; }
    public required ulong LastLogIndex { get; init; }
    public required ulong LastLogTerm { get; init; }
    public required ulong CommitIndex { get; init; }
    public required ulong AppliedIndex { get; init; }

    /// <summary>Committed entries that the state machine has yet to apply.</summary>
    public required ulong FsmPending { get; init; }
    public required ulong LastSnapshotIndex { get; init; }
    public required ulong LastSnapshotTerm { get; init; }
    public required RaftConfiguration LatestConfiguration { get; init; }
    public required ulong LatestConfigurationIndex { get; init; }

    /// <summary><see cref="RaftOptions.ReplacedGroup"/> counts and is in no entry yet.</summary>
    public bool IsGroupReplaced { get; init; }

    /// <summary>
    /// Since the leader was last heard, or since this server led; null if never. On a leader zero, or, when it may not be the only one any
    /// more, since a majority last answered it.
    /// </summary>
    public required TimeSpan? LastContact { get; init; }

    /// <summary>Damage on disk took entries that are not all here again: this server does not vote yet.</summary>
    public bool LacksEntries { get; init; }

    /// <summary>Voters other than this server.</summary>
    public required int NumPeers { get; init; }

    /// <summary>The names and texts of the <c>raft</c> part of <c>agent-info</c>.</summary>
    public IReadOnlyDictionary<string, string> ToPairs() => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["applied_index"] = Text(AppliedIndex),
        ["commit_index"] = Text(CommitIndex),
        ["fsm_pending"] = Text(FsmPending),
        ["last_contact"] = LastContact is not { } contact ? "never" : contact == TimeSpan.Zero ? "0" : $"{contact.TotalMilliseconds.ToString("0.######", CultureInfo.InvariantCulture)}ms",
        ["last_log_index"] = Text(LastLogIndex),
        ["last_log_term"] = Text(LastLogTerm),
        ["last_snapshot_index"] = Text(LastSnapshotIndex),
        ["last_snapshot_term"] = Text(LastSnapshotTerm),
        ["latest_configuration"] = LatestConfiguration.ToString(),
        ["latest_configuration_index"] = "0",
        ["num_peers"] = NumPeers.ToString(CultureInfo.InvariantCulture),
        ["protocol_version"] = "3",
        ["protocol_version_max"] = "3",
        ["protocol_version_min"] = "0",
        ["snapshot_version_max"] = "1",
        ["snapshot_version_min"] = "0",
        ["state"] = State is RaftRole.PreCandidate ? nameof(RaftRole.Candidate) : State.ToString(),
        ["term"] = Text(Term),
    };

    private static string Text(ulong value) => value.ToString(CultureInfo.InvariantCulture);
}
