namespace Nomad.Raft.Storage;

/// <summary>
/// What a disk no longer gives back although it once had it: entries from some place on may have been acknowledged by this server and
/// are lost here. <paramref name="Kind"/> says what the file is. <paramref name="Configuration"/> is the newest that can still be read; null when none can.
/// </summary>
public sealed record StorageDamage(string Kind, string Path, long Offset, string Problem, RaftConfiguration? Configuration = null)
{
    public override string ToString() => $"{Kind} {Path}: damaged at offset {Offset}: {Problem}";
}
