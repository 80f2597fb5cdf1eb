namespace Nomad.Raft;

/// <summary>The part of <see cref="RaftOptions"/> that may change while a node runs; the meanings are the same.</summary>
public sealed record RaftTuning(TimeSpan TickInterval, int SnapshotThreshold, int TrailingEntries)
{
    public TimeSpan SnapshotInterval { get; init; }

    public static RaftTuning Of(RaftOptions options) =>
        new(options.TickInterval, options.SnapshotThreshold, options.TrailingEntries) { SnapshotInterval = options.SnapshotInterval };
}
